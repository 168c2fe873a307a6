/* The network page of ggc_page(): plain SVG, no library but htmlwidgets' own
   loader, nothing from the network. Data: columns of nodes (name, x, y, radius,
   out, hub) and of edges (regulator, target, score, rank, kind, width, bend,
   and those that `evidence` names, further columns of the table). */
(function () {
    "use strict";

    var SVG = "http://www.w3.org/2000/svg";
    // Viridis, from few genes regulated to many.
    var SHADES = [[253, 231, 37], [94, 201, 98], [33, 145, 140], [59, 82, 139], [68, 1, 84]];
    var SIGNS = { activation: "activation", repression: "repression", unknown: "sign unknown" };
    var pages = 0;

    function element(name, attributes, parent, text) {
        var svg = /^(svg|g|path|circle|marker|defs|text)$/.test(name);
        var node = svg ? document.createElementNS(SVG, name) : document.createElement(name);
        Object.keys(attributes || {}).forEach(function (key) {
            node.setAttribute(key, attributes[key]);
        });
        if (text !== undefined) {
            node.textContent = text;
        }
        if (parent) {
            parent.appendChild(node);
        }
        return node;
    }

    // Columns to records; one value alone does not come as an array.
    function records(columns) {
        var keys = Object.keys(columns);
        var first = [].concat(columns[keys[0]]);
        return first.map(function (ignored, i) {
            var record = {};
            keys.forEach(function (key) {
                record[key] = [].concat(columns[key])[i];
            });
            return record;
        });
    }

    function shade(share) {
        var at = share * (SHADES.length - 1);
        var low = Math.min(Math.floor(at), SHADES.length - 2);
        var mixed = SHADES[low].map(function (value, i) {
            return Math.round(value + (at - low) * (SHADES[low + 1][i] - value));
        });
        return "rgb(" + mixed.join(",") + ")";
    }

    function genes(n) {
        return n + (n === 1 ? " gene" : " genes");
    }

    // From rim to rim; a loop to itself. y grows downwards here, upwards in R: the
    // bend has the other sign.
    function edgePath(from, to, bend, gap) {
        var dx = to.x - from.x, dy = to.y - from.y;
        if (from === to) {
            var r = from.radius, top = from.y - r;
            return "M" + (from.x - r / 2) + "," + (top + 0.1 * r) +
                "C" + (from.x - 2 * r) + "," + (top - 2 * r) + " " +
                (from.x + 2 * r) + "," + (top - 2 * r) + " " +
                (from.x + r / 2) + "," + (top + 0.1 * r - gap);
        }
        var mx = (from.x + to.x) / 2 + bend * dy, my = (from.y + to.y) / 2 - bend * dx;
        function rim(node, away) {
            var ex = mx - node.x, ey = my - node.y, e = Math.sqrt(ex * ex + ey * ey) || 1e-9;
            var share = Math.min((node.radius + away) / e, 0.9);
            return (node.x + share * ex) + "," + (node.y + share * ey);
        }
        return "M" + rim(from, 0) + "Q" + mx + "," + my + " " + rim(to, gap);
    }

    function Page(el, data) {
        this.el = el;
        this.id = "ggc" + (pages += 1);
        this.nodes = records(data.nodes);
        this.edges = records(data.edges);
        this.signed = data.signed;
        this.evidence = [].concat(data.evidence);
        this.caption = data.caption;
        this.shown = this.edges.length;
        this.chosen = null;
        this.byName = new Map();
        this.build();
        this.draw();
        this.listen();
        this.resetView();
        this.update();
    }

    Page.prototype.build = function () {
        var id = this.id, el = this.el;
        el.textContent = "";
        var bar = element("div", { "class": "ggc-bar" }, el);
        var find = element("label", {}, bar, "Find gene");
        this.search = element("input", { type: "search", list: id + "-names",
            autocomplete: "off" }, find);
        var list = element("datalist", { id: id + "-names" }, bar);
        this.nodes.forEach(function (node) {
            element("option", { value: node.name }, list);
        });
        var most = element("label", {}, bar, "Edges");
        this.slider = element("input", { type: "range", min: 1, max: this.edges.length,
            value: this.edges.length }, most);
        this.count = element("output", {}, most);
        var zoom = element("span", { "class": "ggc-zoom" }, bar);
        this.closer = element("button", { type: "button", "aria-label": "Zoom in" }, zoom, "+");
        this.farther = element("button", { type: "button", "aria-label": "Zoom out" }, zoom,
            "\u2212");
        this.whole = element("button", { type: "button" }, zoom, "Show all");
        if (this.signed) {
            this.buildKey(bar);
        }
        var main = element("div", { "class": "ggc-main" }, el);
        this.net = element("svg", { "class": "ggc-net", tabindex: 0, role: "group",
            "aria-label": "Gene network. Arrow keys move, plus and minus zoom, 0 shows all." },
        main);
        this.panel = element("aside", { "class": "ggc-panel", "aria-live": "polite",
            "aria-label": "Edges" }, main);
        // Room for each further column of its table.
        this.panel.style.flexBasis = 23 + 5.5 * this.evidence.length + "rem";
        this.tip = element("div", { "class": "ggc-tip", hidden: "" }, el);
        el.style.position = "relative";
    };

    Page.prototype.buildKey = function (bar) {
        var key = element("span", { "class": "ggc-key" }, bar), id = this.id;
        Object.keys(SIGNS).forEach(function (kind) {
            var item = element("span", {}, key);
            var svg = element("svg", { viewBox: "0 0 34 12", "aria-hidden": "true" }, item);
            element("path", { "class": "ggc-edge ggc-" + kind, d: "M1,6H26", "stroke-width": 2,
                "marker-end": "url(#" + id + "-key-" + kind + ")" }, svg);
            element("span", {}, item, SIGNS[kind]);
        });
    };

    // Ends of edges: an arrow, or a bar for repression. Sizes in units of the user.
    Page.prototype.markers = function (name, size) {
        var defs = element("defs", {}, this.net), id = this.id;
        var colours = { activation: "#0072b2", repression: "#d55e00", unknown: "#6b6b6b" };
        Object.keys(colours).forEach(function (kind) {
            var bar = kind === "repression";
            var marker = element("marker", { id: id + "-" + name + kind, viewBox: "0 0 10 10",
                refX: bar ? 5 : 0, refY: 5, markerWidth: size, markerHeight: size,
                markerUnits: "userSpaceOnUse", orient: "auto" }, defs);
            element("path", { d: bar ? "M4,0H7V10H4Z" : "M0,1L10,5L0,9Z",
                fill: colours[kind] }, marker);
        });
    };

    Page.prototype.draw = function () {
        var page = this, gap = 0.17;
        this.markers("", 0.16);
        this.markers("key-", 10);
        this.view = element("g", {}, this.net);
        this.nodes.forEach(function (node) {
            node.y = -node.y; // up is down in SVG
            page.byName.set(node.name, node);
        });
        this.edges.forEach(function (edge) {
            edge.from = page.byName.get(edge.regulator);
            edge.to = page.byName.get(edge.target);
            edge.path = element("path", { "class": "ggc-edge ggc-" + edge.kind,
                d: edgePath(edge.from, edge.to, edge.bend, gap),
                "stroke-width": 0.035 * edge.width,
                "marker-end": "url(#" + page.id + "-" + edge.kind + ")" }, page.view);
        });
        var most = Math.max.apply(null, this.nodes.map(function (node) { return node.out; }));
        this.nodes.forEach(function (node, i) {
            node.mark = element("g", { "class": "ggc-node", role: "button",
                tabindex: i ? -1 : 0, "data-gene": node.name,
                transform: "translate(" + node.x + "," + node.y + ")" }, page.view);
            element("circle", { r: node.radius, fill: shade(node.out / most) }, node.mark);
            element("text", { y: -node.radius, dy: "-0.25em" }, node.mark, node.name);
        });
    };

    // Which nodes and edges are there, near the chosen gene, or neither.
    Page.prototype.update = function () {
        var page = this, chosen = this.chosen;
        this.nodes.forEach(function (node) {
            node.outs = node.ins = 0;
            node.near = node === chosen;
        });
        this.edges.forEach(function (edge, i) {
            edge.there = i < page.shown;
            edge.path.style.display = edge.there ? "" : "none";
            if (!edge.there) {
                return;
            }
            edge.from.outs += 1;
            edge.to.ins += 1;
            var near = edge.from === chosen || edge.to === chosen;
            edge.path.classList.toggle("ggc-near", near);
            if (near) {
                edge.from.near = edge.to.near = true;
            }
        });
        this.nodes.forEach(function (node) {
            var there = node.outs + node.ins > 0;
            node.mark.style.display = there || node === chosen ? "" : "none";
            node.mark.classList.toggle("ggc-near", node.near);
            node.mark.classList.toggle("ggc-chosen", node === chosen);
            node.mark.setAttribute("aria-pressed", String(node === chosen));
            node.mark.setAttribute("aria-label", node.name + ", regulates " +
                genes(node.outs) + ", regulated by " + genes(node.ins));
        });
        this.net.classList.toggle("ggc-some", chosen !== null);
        this.count.textContent = this.shown + " of " + this.edges.length;
        this.names();
        this.list();
    };

    Page.prototype.list = function () {
        var page = this, chosen = this.chosen, panel = this.panel;
        panel.textContent = "";
        element("h2", {}, panel, chosen ? chosen.name : "Gene network");
        element("p", {}, panel, chosen ?
            "Regulates " + genes(chosen.outs) + ", regulated by " + genes(chosen.ins) +
                ", among the edges shown." :
            this.caption + " Choose a gene to see its edges.");
        var rows = this.edges.filter(function (edge) {
            return edge.there && (!chosen || edge.from === chosen || edge.to === chosen);
        });
        if (!rows.length) {
            return;
        }
        var table = element("table", {}, panel);
        var head = element("tr", {}, element("thead", {}, table));
        ["rank", "regulator", "target", "score"].concat(this.evidence, this.signed ? ["sign"] : [])
            .forEach(function (name) {
                var text = /regulator|target|sign/.test(name);
                element("th", { scope: "col", "class": text ? "" : "ggc-number" }, head,
                    name);
            });
        var body = element("tbody", {}, table);
        rows.forEach(function (edge) {
            var row = element("tr", {}, body);
            element("td", { "class": "ggc-number" }, row, edge.rank);
            [edge.from, edge.to].forEach(function (node) {
                var cell = element("td", { "class": "ggc-gene" }, row);
                if (node === chosen) {
                    cell.textContent = node.name;
                } else {
                    element("button", { type: "button" }, cell, node.name)
                        .addEventListener("click", function () { page.choose(node); });
                }
            });
            element("td", { "class": "ggc-number" }, row, edge.score);
            page.evidence.forEach(function (name) {
                element("td", { "class": "ggc-number" }, row, edge[name]);
            });
            if (page.signed) {
                element("td", {}, row, SIGNS[edge.kind].replace("sign ", ""));
            }
        });
    };

    Page.prototype.choose = function (node) {
        this.chosen = node;
        if (node) {
            this.nodes.forEach(function (other) {
                other.mark.setAttribute("tabindex", other === node ? 0 : -1);
            });
        }
        this.update();
    };

    Page.prototype.find = function (text) {
        var wanted = text.trim().toLowerCase();
        var exact = this.nodes.filter(function (node) {
            return node.name.toLowerCase() === wanted;
        })[0];
        return exact || (wanted && this.nodes.filter(function (node) {
            return node.name.toLowerCase().indexOf(wanted) === 0;
        })[0]) || null;
    };

    // ---- The view: a shift and a factor over the box of all nodes ----

    Page.prototype.resetView = function () {
        var xs = this.nodes.map(function (node) { return node.x; });
        var ys = this.nodes.map(function (node) { return node.y; });
        var left = Math.min.apply(null, xs) - 0.8, top = Math.min.apply(null, ys) - 0.8;
        this.box = { x: left, y: top, width: Math.max.apply(null, xs) + 0.8 - left,
            height: Math.max.apply(null, ys) + 0.8 - top };
        this.net.setAttribute("viewBox", [left, top, this.box.width, this.box.height].join(" "));
        this.factor = 1;
        this.shift = { x: 0, y: 0 };
        this.place();
    };

    Page.prototype.place = function () {
        this.view.setAttribute("transform", "translate(" + this.shift.x + "," + this.shift.y +
            ") scale(" + this.factor + ")");
        this.names();
    };

    // Pixels of the screen in one unit of the view.
    Page.prototype.pixels = function () {
        return Math.min(this.net.clientWidth / this.box.width,
            this.net.clientHeight / this.box.height) || 1;
    };

    // Names keep their size on the screen; all are there when they have room.
    Page.prototype.names = function () {
        var unit = this.pixels() * this.factor, all = this.nodes.length <= 40 || unit > 70;
        this.view.setAttribute("font-size", 12 / unit);
        this.nodes.forEach(function (node) {
            node.mark.classList.toggle("ggc-quiet", !all && !node.hub);
        });
    };

    Page.prototype.zoom = function (by, x, y) {
        var factor = Math.max(0.5, Math.min(20, this.factor * by));
        x = x === undefined ? this.box.x + this.box.width / 2 : x;
        y = y === undefined ? this.box.y + this.box.height / 2 : y;
        this.shift.x = x - (x - this.shift.x) * factor / this.factor;
        this.shift.y = y - (y - this.shift.y) * factor / this.factor;
        this.factor = factor;
        this.place();
    };

    Page.prototype.pan = function (dx, dy) {
        this.shift.x += dx;
        this.shift.y += dy;
        this.place();
    };

    Page.prototype.listen = function () {
        var page = this;
        this.search.addEventListener("input", function () {
            // A whole name is taken at once, a beginning on Enter.
            if (page.byName.has(page.search.value)) {
                page.choose(page.byName.get(page.search.value));
            }
        });
        this.search.addEventListener("keydown", function (event) {
            if (event.key === "Enter") {
                var found = page.find(page.search.value);
                page.choose(found);
                page.search.setCustomValidity(found || !page.search.value ? "" :
                    "No such gene among these edges");
                page.search.reportValidity();
            }
        });
        this.slider.addEventListener("input", function () {
            page.shown = Number(page.slider.value);
            page.update();
        });
        this.closer.addEventListener("click", function () { page.zoom(1.4); });
        this.farther.addEventListener("click", function () { page.zoom(1 / 1.4); });
        this.whole.addEventListener("click", function () { page.resetView(); });
        this.nodes.forEach(function (node) {
            node.mark.addEventListener("click", function () { page.choose(node); });
            node.mark.addEventListener("mousemove", function (event) {
                page.tell(node, event);
            });
            node.mark.addEventListener("mouseleave", function () { page.tip.hidden = true; });
            node.mark.addEventListener("keydown", function (event) { page.onNode(node, event); });
        });
        this.net.addEventListener("keydown", function (event) { page.onKey(event); });
        this.listenPointer();
    };

    Page.prototype.tell = function (node, event) {
        var box = this.el.getBoundingClientRect();
        this.tip.textContent = node.name + "\nregulates " + genes(node.outs) +
            "\nregulated by " + genes(node.ins);
        this.tip.hidden = false;
        this.tip.style.left = (event.clientX - box.left + 14) + "px";
        this.tip.style.top = (event.clientY - box.top + 14) + "px";
    };

    Page.prototype.listenPointer = function () {
        var page = this, last = null, moved = false;
        this.net.addEventListener("wheel", function (event) {
            event.preventDefault();
            var box = page.net.getBoundingClientRect(), unit = page.pixels();
            page.zoom(Math.pow(1.0015, -event.deltaY),
                page.box.x + page.box.width / 2 +
                    (event.clientX - box.left - box.width / 2) / unit,
                page.box.y + page.box.height / 2 +
                    (event.clientY - box.top - box.height / 2) / unit);
        }, { passive: false });
        this.net.addEventListener("pointerdown", function (event) {
            if (!event.target.closest(".ggc-node")) {
                last = event;
                moved = false;
                page.net.setPointerCapture(event.pointerId);
            }
        });
        this.net.addEventListener("pointermove", function (event) {
            if (last) {
                var dx = event.clientX - last.clientX, dy = event.clientY - last.clientY;
                moved = moved || Math.abs(dx) + Math.abs(dy) > 2;
                page.pan(dx / page.pixels(), dy / page.pixels());
                last = event;
            }
        });
        this.net.addEventListener("pointerup", function () {
            if (last && !moved) {
                page.choose(null);
            }
            last = null;
        });
        this.net.addEventListener("pointercancel", function () { last = null; });
    };

    var ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

    // On the network: move, zoom, let go.
    Page.prototype.onKey = function (event) {
        var arrow = ARROWS[event.key], step = 0.1 * this.box.width;
        if (arrow) {
            this.pan(-arrow[0] * step, -arrow[1] * step);
        } else if (event.key === "+" || event.key === "=") {
            this.zoom(1.4);
        } else if (event.key === "-") {
            this.zoom(1 / 1.4);
        } else if (event.key === "0") {
            this.resetView();
        } else if (event.key === "Escape") {
            this.choose(null);
        } else {
            return;
        }
        event.preventDefault();
    };

    // On a node: choose it, or go to the nearest one in a direction.
    Page.prototype.onNode = function (node, event) {
        var arrow = ARROWS[event.key], best = null, least = Infinity;
        if (event.key === "Enter" || event.key === " ") {
            this.choose(node);
        } else if (arrow) {
            this.nodes.forEach(function (other) {
                var dx = other.x - node.x, dy = other.y - node.y;
                var ahead = dx * arrow[0] + dy * arrow[1];
                var aside = Math.abs(dx * arrow[1]) + Math.abs(dy * arrow[0]);
                if (ahead > 1e-6 && aside <= 2 * ahead && ahead + aside < least &&
                    other.mark.style.display !== "none") {
                    best = other;
                    least = ahead + aside;
                }
            });
            if (best) {
                node.mark.setAttribute("tabindex", -1);
                best.mark.setAttribute("tabindex", 0);
                best.mark.focus();
            }
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    };

    HTMLWidgets.widget({
        name: "ggc_page",
        type: "output",
        factory: function (el) {
            var page = null;
            return {
                renderValue: function (data) { page = new Page(el, data); },
                resize: function () {
                    if (page) {
                        page.names();
                    }
                }
            };
        }
    });
}());
