/* The network page of ggc_page(): plain SVG, no library but htmlwidgets' own
   loader, nothing from the network. Data: heading (title, date, lines), columns
   of nodes (name, x, y, radius, out, hub, kind), of edges (the table of
   ggc_edges()) and of how these are drawn (kind, width, bend); `evidence` names
   the columns of the table that only some fits have. */
(function () {
    "use strict";

    var SVG = "http://www.w3.org/2000/svg";
    // Pixels in a unit of R's layout: programs that read a saved picture take
    // letters and lines of a fraction of a pixel for mistakes.
    var UNIT = 100;
    // Viridis, from few genes regulated to many.
    var SHADES = [[253, 231, 37], [94, 201, 98], [33, 145, 140], [59, 82, 139], [68, 1, 84]];
    var COLOURS = { activation: "#0072b2", repression: "#d55e00", unknown: "#6b6b6b" };
    // What an edge does, by kind: in the key, in the table, in a sentence.
    var SIGNS = { activation: ["activation", "+", "activates"],
        repression: ["repression", "\u2212", "represses"],
        unknown: ["sign unknown", "?", "regulates"] };
    var KINDS = { target: "no candidate regulator", covariate: "covariate" };
    var pages = 0;

    function element(name, attributes, parent, text) {
        var svg = /^(svg|g|path|circle|marker|defs|text|rect|desc)$/.test(name);
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

    // Columns to records; one value alone does not come as an array, and where no
    // edge is there is nothing.
    function records(columns) {
        var keys = Object.keys(columns || {});
        var first = [].concat(keys.length ? columns[keys[0]] : []);
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

    function counted(n, noun) {
        return n + " " + noun + (n === 1 ? "" : "s");
    }

    function genes(n) {
        return counted(n, "gene");
    }

    // A number in three digits.
    function short(x) {
        var size = Math.abs(x);
        if (typeof x !== "number") {
            return "";
        }
        if (size > 0 && (size < 1e-3 || size >= 1e6)) {
            return x.toExponential(2);
        }
        return size >= 100 || size === 0 ? String(Math.round(x)) : x.toPrecision(3);
    }

    // What a column is called, and one of its values.
    function heading(column) {
        return column.replace("_", " ");
    }

    function value(edge, column) {
        return column === "lag" ? (edge.lag === null ? "" : String(edge.lag)) :
            short(edge[column]);
    }

    // From rim to rim; a loop to itself. y grows downwards here, upwards in R: the
    // bend has the other sign.
    function edgePath(from, to, bend, gap) {
        var dx = to.x - from.x, dy = to.y - from.y;
        function point(x, y) {
            return x.toFixed(1) + "," + y.toFixed(1);
        }
        if (from === to) {
            var r = from.radius, top = from.y - r;
            return "M" + point(from.x - r / 2, top + 0.1 * r) +
                "C" + point(from.x - 2 * r, top - 2 * r) + " " +
                point(from.x + 2 * r, top - 2 * r) + " " +
                point(from.x + r / 2, top + 0.1 * r - gap);
        }
        var mx = (from.x + to.x) / 2 + bend * dy, my = (from.y + to.y) / 2 - bend * dx;
        function rim(node, away) {
            var ex = mx - node.x, ey = my - node.y, e = Math.sqrt(ex * ex + ey * ey) || 1e-9;
            var share = Math.min((node.radius + away) / e, 0.9);
            return point(node.x + share * ex, node.y + share * ey);
        }
        return "M" + rim(from, 0) + "Q" + point(mx, my) + " " + rim(to, gap);
    }

    // The outline of a node around 0, 0, by kind.
    function outline(parent, kind, r, fill) {
        if (kind === "regulator") {
            return element("circle", { "class": "ggc-outline", r: r, fill: fill }, parent);
        }
        var at = kind === "target" ? [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]] :
            [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]];
        return element("path", { "class": "ggc-outline", fill: fill, d: "M" +
            at.map(function (xy) { return xy[0] * r + "," + xy[1] * r; }).join("L") + "Z" },
        parent);
    }

    // Ends of edges, told apart by their shapes alone: an arrow, a bar for
    // repression, an open arrow where the sign is not known. Sizes in units of the
    // user.
    function markers(parent, prefix, size) {
        var defs = element("defs", {}, parent);
        var shapes = { activation: "M0,1L10,5L0,9Z", repression: "M4,0H7V10H4Z",
            unknown: "M0,0.5L10,5L0,9.5L0,7.6L6,5L0,2.4Z" };
        Object.keys(shapes).forEach(function (kind) {
            var marker = element("marker", { id: prefix + kind, viewBox: "0 0 10 10",
                refX: kind === "repression" ? 5 : 0, refY: 5, markerWidth: size,
                markerHeight: size, markerUnits: "userSpaceOnUse", orient: "auto" }, defs);
            element("path", { d: shapes[kind], fill: COLOURS[kind] }, marker);
        });
    }

    function Page(el, data) {
        this.el = el;
        this.id = "ggc" + (pages += 1);
        this.heading = data.heading;
        this.heading.lines = [].concat(data.heading.lines);
        this.nodes = records(data.nodes);
        this.columns = Object.keys(data.edges);
        var drawn = records(data.drawn);
        this.edges = records(data.edges).map(function (edge, i) {
            return Object.assign(edge, drawn[i]);
        });
        this.signed = data.signed;
        this.evidence = [].concat(data.evidence);
        this.candidates = data.candidates;
        this.caption = data.caption;
        // What is read is what counts: an edge of score 2.3149 is one of 2.31.
        this.steps = Array.from(new Set(this.edges.map(function (edge) {
            return Number(short(edge.score));
        }))).sort(function (a, b) { return a - b; });
        this.least = this.steps[0];
        this.chosen = null;
        this.wanted = ""; // what was typed, where it is not the name of a gene
        this.byName = new Map();
        this.build();
        if (this.edges.length) {
            this.draw();
            this.listen();
            this.resetView();
        }
        this.update();
    }

    // ---- What the page is made of ----

    Page.prototype.build = function () {
        var el = this.el;
        el.textContent = "";
        var head = element("header", { "class": "ggc-head" }, el);
        element("h1", {}, head, this.heading.title);
        element("p", { "class": "ggc-date" }, head, this.heading.date);
        this.heading.lines.forEach(function (line) {
            element("p", {}, head, line);
        });
        if (this.edges.length) {
            this.buildBar();
        }
        el.classList.toggle("ggc-empty", !this.edges.length);
        var main = element("div", { "class": "ggc-main" }, el);
        if (this.edges.length) {
            var left = element("div", { "class": "ggc-left" }, main);
            this.net = element("svg", { "class": "ggc-net", tabindex: 0, role: "group",
                "aria-label": "Gene network. Arrow keys move, plus and minus zoom, 0 shows all." },
            left);
            this.key = element("svg", { "class": "ggc-key", role: "img" }, left);
        }
        this.panel = element("aside", { "class": "ggc-panel", "aria-label": "Edges" }, main);
        // Room for each further column of its table.
        this.panel.style.flexBasis = 24 + 4.2 * this.evidence.length + "rem";
        // What is read aloud when it changes, the table is not.
        var about = element("div", { "aria-live": "polite" }, this.panel);
        this.subject = element("h2", { tabindex: -1 }, about);
        this.summary = element("p", {}, about);
        this.listed = element("div", {}, this.panel);
        this.tip = element("div", { "class": "ggc-tip", role: "tooltip", hidden: "" }, el);
        el.style.position = "relative";
    };

    Page.prototype.buildBar = function () {
        var id = this.id, bar = element("div", { "class": "ggc-bar" }, this.el);
        var find = element("label", {}, bar, "Find gene");
        this.search = element("input", { type: "search", list: id + "-names",
            autocomplete: "off", spellcheck: "false" }, find);
        var list = element("datalist", { id: id + "-names" }, bar);
        this.nodes.forEach(function (node) {
            element("option", { value: node.name }, list);
        });
        var least = element("label", {}, bar, "Score at least");
        this.number = element("input", { type: "number", step: "any",
            value: short(this.least) }, least);
        this.slider = element("input", { type: "range", min: 0, max: this.steps.length - 1,
            value: 0, "aria-label": "Score at least" }, bar);
        this.count = element("output", { "class": "ggc-count" }, bar);
        var zoom = element("span", { "class": "ggc-zoom" }, bar);
        this.closer = element("button", { type: "button", "aria-label": "Zoom in" }, zoom, "+");
        this.farther = element("button", { type: "button", "aria-label": "Zoom out" }, zoom,
            "\u2212");
        this.whole = element("button", { type: "button" }, zoom, "Show all");
        var save = element("span", { "class": "ggc-save" }, bar);
        this.saveSvg = element("button", { type: "button",
            title: "Save the network as it is shown here" }, save, "Save SVG");
        this.saveTsv = element("button", { type: "button",
            title: "Save the edges of the table" }, save, "Save TSV");
    };

    // Few nodes on a large screen would be large discs with short stubs between
    // them: smaller than in R, where a picture has one size.
    Page.prototype.draw = function () {
        var page = this, size = Math.max(0.5, Math.min(1, Math.sqrt(this.nodes.length) / 6));
        var most = this.most = Math.max.apply(null, this.nodes.map(function (node) {
            return node.out;
        }));
        var end = 16 * Math.sqrt(size);
        markers(this.net, this.id + "-", end);
        this.view = element("g", {}, this.net);
        this.nodes.forEach(function (node) {
            node.x *= UNIT;
            node.y *= -UNIT; // up is down in SVG
            node.radius *= UNIT * size;
            page.byName.set(node.name, node);
        });
        // The most credible come last, on top of others.
        var touched = element("g", {}, this.view), lines = element("g", {}, this.view);
        this.edges.slice().reverse().forEach(function (edge) {
            edge.from = page.byName.get(edge.regulator);
            edge.to = page.byName.get(edge.target);
            var gap = (edge.kind === "repression" ? 0.3 : 1.05) * end;
            var d = edgePath(edge.from, edge.to, edge.bend, gap);
            edge.touch = element("path", { "class": "ggc-touch", d: d }, touched);
            edge.path = element("path", { "class": "ggc-edge ggc-" + edge.kind +
                (edge.in_network ? "" : " ggc-unsure"), d: d,
            "stroke-width": (3.5 * size * edge.width).toFixed(2),
            "marker-end": "url(#" + page.id + "-" + edge.kind + ")" }, lines);
        });
        this.nodes.forEach(function (node, i) {
            node.mark = element("g", { "class": "ggc-node", role: "button",
                tabindex: i ? -1 : 0, "data-gene": node.name,
                transform: "translate(" + node.x + "," + node.y + ")" }, page.view);
            outline(node.mark, node.kind, node.radius, shade(node.out / most));
            element("text", { y: -node.radius, dy: "-0.25em" }, node.mark, node.name);
        });
    };

    // What the signs of the picture mean, those that are there: [symbol, text].
    Page.prototype.keyItems = function () {
        var page = this, items = [], ends = this.id + "-key-";
        function line(kind, dashed) {
            return function (parent) {
                element("path", { "class": "ggc-edge ggc-" + kind +
                    (dashed ? " ggc-unsure" : ""), d: dashed ? "M0,0H32" :
                    kind === "repression" ? "M0,0H29" : "M0,0H22", "stroke-width": 2,
                "marker-end": dashed ? "none" : "url(#" + ends + kind + ")" }, parent);
            };
        }
        function node(kind) {
            return function (parent) {
                outline(element("g", { transform: "translate(25,0)" }, parent), kind, 7, "none");
            };
        }
        Object.keys(SIGNS).forEach(function (kind) {
            if (page.edges.some(function (edge) { return edge.kind === kind; })) {
                items.push([line(kind), page.signed ? SIGNS[kind][0] + " (" + SIGNS[kind][1] +
                    ")" : "edge"]);
            }
        });
        if (this.edges.some(function (edge) { return !edge.in_network; })) {
            items.push([line("unknown", true), "dashed: not in the chosen network"]);
        }
        items.push([function (parent) {
            [0, 0.5, 1].forEach(function (share, i) {
                outline(element("g", { transform: "translate(" + (7 + 9 * i) + ",0)" }, parent),
                    "regulator", 7, shade(share));
            });
        }, "genes regulated here: 0 to " + this.most]);
        Object.keys(KINDS).forEach(function (kind) {
            if (page.nodes.some(function (node) { return node.kind === kind; })) {
                items.push([node(kind), KINDS[kind]]);
            }
        });
        items.push([null, "wide: high score"]);
        return items;
    };

    // The key in lines of this width; gives its height.
    Page.prototype.drawKey = function (parent, width) {
        var x = 0, y = 10;
        markers(parent, this.id + "-key-", 10);
        this.keyItems().forEach(function (item) {
            var indent = item[0] ? 40 : 0, needs = indent + 6.6 * item[1].length + 18;
            if (x > 0 && x + needs > width) {
                x = 0;
                y += 19;
            }
            var at = element("g", { transform: "translate(" + x + "," + y + ")" }, parent);
            if (item[0]) {
                item[0](at);
            }
            element("text", { "class": "ggc-keytext", x: indent, y: 4 }, at, item[1]);
            x += needs;
        });
        return y + 10;
    };

    Page.prototype.layKey = function () {
        this.key.textContent = "";
        var width = Math.max(this.key.parentNode.clientWidth - 24, 200);
        var height = this.drawKey(this.key, width);
        this.key.setAttribute("viewBox", "0 0 " + width + " " + height);
        this.key.setAttribute("width", width);
        this.key.setAttribute("height", height);
        this.key.setAttribute("aria-label", "Key: " + this.keyItems().map(function (item) {
            return item[1];
        }).join("; "));
    };

    // ---- What is shown ----

    Page.prototype.matching = function (node) {
        return this.wanted !== "" && node.name.toLowerCase().indexOf(this.wanted) >= 0;
    };

    // Which nodes and edges are there, near the chosen gene or those that are
    // looked for, or neither.
    Page.prototype.update = function () {
        var page = this, chosen = this.chosen, shown = 0;
        this.nodes.forEach(function (node) {
            node.outs = node.ins = 0;
            node.found = node === chosen || page.matching(node);
            node.near = node.found;
        });
        this.edges.forEach(function (edge) {
            edge.there = Number(short(edge.score)) >= page.least;
            edge.path.style.display = edge.touch.style.display = edge.there ? "" : "none";
            if (!edge.there) {
                return;
            }
            shown += 1;
            edge.from.outs += 1;
            edge.to.ins += 1;
            edge.near = edge.from.found || edge.to.found;
            edge.path.classList.toggle("ggc-near", edge.near);
            if (edge.near && chosen) {
                edge.from.near = edge.to.near = true;
            }
        });
        this.nodes.forEach(function (node) {
            page.showNode(node);
        });
        if (this.edges.length) {
            this.keepFocus();
            this.net.classList.toggle("ggc-some", chosen !== null || this.wanted !== "");
            this.count.textContent = shown + " of " + counted(this.edges.length, "edge");
            this.slider.setAttribute("aria-valuetext", short(this.least) + ", " +
                counted(shown, "edge"));
            this.names();
        }
        this.list();
    };

    Page.prototype.showNode = function (node) {
        var mark = node.mark;
        node.there = node.outs + node.ins > 0 || node.found;
        mark.style.display = node.there ? "" : "none";
        mark.classList.toggle("ggc-near", node.near);
        mark.classList.toggle("ggc-found", node.found);
        mark.setAttribute("aria-pressed", String(node === this.chosen));
        mark.setAttribute("aria-label", node.name + ", regulates " + genes(node.outs) +
            ", regulated by " + genes(node.ins));
    };

    // One node can be reached by Tab, one that is there.
    Page.prototype.keepFocus = function (wish) {
        var there = this.nodes.filter(function (node) { return node.there; });
        var now = there.filter(function (node) {
            return node.mark.getAttribute("tabindex") === "0";
        })[0];
        var next = wish || this.chosen || now || there[0];
        this.nodes.forEach(function (node) {
            node.mark.setAttribute("tabindex", node === next ? 0 : -1);
        });
    };

    // The edges that the table lists and that are saved.
    Page.prototype.rows = function () {
        var all = this.chosen === null && this.wanted === "";
        return this.edges.filter(function (edge) {
            return edge.there && (all || edge.near);
        });
    };

    Page.prototype.list = function () {
        var page = this, chosen = this.chosen, rows = this.rows();
        this.listed.textContent = "";
        this.subject.textContent = chosen ? chosen.name : "Edges";
        this.summary.textContent = chosen ?
            "Regulates " + genes(chosen.outs) + ", regulated by " + genes(chosen.ins) +
                ", among the edges shown." :
            this.wanted ? this.foundText() : this.caption +
                (this.edges.length ? " Choose a gene to see its edges." : "");
        if (!rows.length) {
            return;
        }
        var table = element("table", {}, this.listed);
        var head = element("tr", {}, element("thead", {}, table));
        ["rank", "regulator", "target", "score"].concat(this.signed ? ["sign"] : [],
            this.evidence, ["network"]).forEach(function (name) {
            var text = /regulator|target|sign|network/.test(name);
            element("th", { scope: "col", "class": text ? "" : "ggc-number" }, head,
                heading(name));
        });
        var body = element("tbody", {}, table);
        rows.forEach(function (edge) {
            page.listEdge(body, edge);
        });
    };

    Page.prototype.foundText = function () {
        var n = this.nodes.filter(function (node) { return node.found; }).length;
        return n ? genes(n) + " found. Press Enter to choose the first." :
            "No gene of these edges has this in its name.";
    };

    Page.prototype.listEdge = function (body, edge) {
        var page = this, row = element("tr", {}, body);
        element("td", { "class": "ggc-number" }, row, edge.rank);
        [edge.from, edge.to].forEach(function (node) {
            var cell = element("td", { "class": "ggc-gene" }, row);
            if (node === page.chosen) {
                cell.textContent = node.name;
            } else {
                element("button", { type: "button" }, cell, node.name)
                    .addEventListener("click", function () {
                        page.choose(node, true);
                        // The button is gone, and the keyboard must be somewhere.
                        page.panel.scrollTop = 0;
                        page.subject.focus();
                    });
            }
        });
        element("td", { "class": "ggc-number" }, row, short(edge.score));
        if (this.signed) {
            element("td", { "class": "ggc-sign", title: SIGNS[edge.kind][0] }, row,
                SIGNS[edge.kind][1]);
        }
        this.evidence.forEach(function (name) {
            element("td", { "class": "ggc-number" }, row, value(edge, name));
        });
        element("td", {}, row, edge.in_network ? "yes" : "no");
        [["mouseenter", true], ["focusin", true], ["mouseleave", false], ["focusout", false]]
            .forEach(function (on) {
                row.addEventListener(on[0], function () { page.mark(edge, on[1]); });
            });
    };

    // A halo around an edge that is pointed at, here or in the table.
    Page.prototype.mark = function (edge, on) {
        edge.touch.classList.toggle("ggc-hot", on);
    };

    // A gene, or null for none. The field of search says which.
    Page.prototype.choose = function (node, reveal) {
        var name = node ? node.name : "";
        this.chosen = node;
        this.wanted = "";
        if (this.search.value.trim().toLowerCase() !== name.toLowerCase()) {
            this.search.value = name;
        }
        this.update();
        if (node && reveal) {
            this.reveal(node);
        }
    };

    // A whole name is chosen at once; of a part, all genes that hold it stand out.
    Page.prototype.find = function (enter) {
        var page = this, wanted = this.search.value.trim().toLowerCase();
        var whole = this.byName.get(this.search.value.trim()) || this.nodes.filter(
            function (node) { return node.name.toLowerCase() === wanted; })[0];
        if (whole || !wanted) {
            this.choose(whole || null, true);
            return;
        }
        this.chosen = null;
        this.wanted = wanted;
        var found = this.nodes.filter(function (node) { return page.matching(node); });
        if (enter && found.length) {
            this.search.value = "";
            this.choose(found.filter(function (node) {
                return node.name.toLowerCase().indexOf(wanted) === 0;
            })[0] || found[0], true);
            return;
        }
        this.update();
    };

    // Hides the edges below a score; the slider stands at the first score left.
    Page.prototype.cut = function (least) {
        this.least = least;
        var left = this.steps.filter(function (step) { return step >= least; });
        this.slider.value = this.steps.length - Math.max(left.length, 1);
        this.update();
    };

    // ---- The view: a shift and a factor over the box of all nodes ----

    Page.prototype.resetView = function () {
        var xs = this.nodes.map(function (node) { return node.x; });
        var ys = this.nodes.map(function (node) { return node.y; });
        var room = 0.6 * UNIT;
        var left = Math.min.apply(null, xs) - room, top = Math.min.apply(null, ys) - room;
        this.box = { x: left, y: top, width: Math.max.apply(null, xs) + room - left,
            height: Math.max.apply(null, ys) + room - top };
        this.net.setAttribute("viewBox", [left, top, this.box.width, this.box.height].join(" "));
        this.factor = 1;
        this.shift = { x: 0, y: 0 };
        this.layKey();
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
        if (!this.box) {
            return;
        }
        var unit = this.pixels() * this.factor;
        var longest = Math.max.apply(null, this.nodes.map(function (node) {
            return node.name.length;
        }));
        var all = this.nodes.length <= 40 || unit * UNIT > Math.max(45, 7 * longest);
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

    // A node that is out of sight comes into the middle.
    Page.prototype.reveal = function (node) {
        var x = this.shift.x + this.factor * node.x - this.box.x;
        var y = this.shift.y + this.factor * node.y - this.box.y;
        if (x < 0 || y < 0 || x > this.box.width || y > this.box.height) {
            this.pan(this.box.width / 2 - x, this.box.height / 2 - y);
        }
    };

    // ---- What a user does ----

    Page.prototype.listen = function () {
        var page = this;
        this.search.addEventListener("input", function () { page.find(false); });
        this.search.addEventListener("keydown", function (event) {
            if (event.key === "Enter") {
                page.find(true);
            }
        });
        this.slider.addEventListener("input", function () {
            page.number.value = short(page.steps[page.slider.value]);
            page.cut(page.steps[page.slider.value]);
        });
        this.number.addEventListener("input", function () {
            if (page.number.value !== "") {
                page.cut(Number(page.number.value));
            }
        });
        this.closer.addEventListener("click", function () { page.zoom(1.4); });
        this.farther.addEventListener("click", function () { page.zoom(1 / 1.4); });
        this.whole.addEventListener("click", function () { page.resetView(); });
        this.saveSvg.addEventListener("click", function () {
            page.save(page.picture(), "svg", "image/svg+xml");
        });
        this.saveTsv.addEventListener("click", function () {
            page.save(page.table(), "tsv", "text/tab-separated-values");
        });
        this.nodes.forEach(function (node) {
            node.mark.addEventListener("click", function () { page.choose(node); });
            node.mark.addEventListener("keydown", function (event) { page.onNode(node, event); });
            page.listenHover(node.mark, function () { return page.nodeText(node); });
        });
        this.edges.forEach(function (edge) {
            page.listenHover(edge.touch, function (on) {
                page.mark(edge, on);
                return page.edgeText(edge);
            });
        });
        this.net.addEventListener("keydown", function (event) { page.onKey(event); });
        this.listenPointer();
    };

    Page.prototype.nodeText = function (node) {
        return node.name + (KINDS[node.kind] ? " (" + KINDS[node.kind] + ")" : "") +
            "\nregulates " + genes(node.outs) + "\nregulated by " + genes(node.ins);
    };

    Page.prototype.edgeText = function (edge) {
        var page = this;
        var lines = [edge.regulator + " " + SIGNS[edge.kind][2] + " " + edge.target,
            "score " + short(edge.score) + ", rank " + edge.rank + " of " +
                counted(this.candidates, "candidate")];
        if (this.signed) {
            lines.push("sign: " + SIGNS[edge.kind][0].replace("sign ", ""));
        }
        lines.push(typeof edge.lag !== "number" ? "lag unknown" :
            "lag " + counted(edge.lag, "step") + (typeof edge.delay === "number" ?
                " (" + Number(edge.delay.toPrecision(6)) + " in time)" : ""));
        this.evidence.forEach(function (name) {
            if (name !== "lag" && value(edge, name) !== "") {
                lines.push(heading(name) + " " + value(edge, name));
            }
        });
        lines.push((edge.in_network ? "" : "not ") + "in the chosen network");
        return lines.join("\n");
    };

    // text(on): what to tell while the pointer is on a part of the network.
    Page.prototype.listenHover = function (part, text) {
        var page = this;
        part.addEventListener("mousemove", function (event) { page.tell(text(true), event); });
        part.addEventListener("mouseleave", function () {
            text(false);
            page.tip.hidden = true;
        });
    };

    // Beside the pointer, on the side where there is room.
    Page.prototype.tell = function (text, event) {
        var box = this.el.getBoundingClientRect(), tip = this.tip;
        tip.textContent = text;
        tip.hidden = false;
        var x = event.clientX - box.left, y = event.clientY - box.top;
        tip.style.left = Math.max(0, x + 14 + tip.offsetWidth > box.width ?
            x - 14 - tip.offsetWidth : x + 14) + "px";
        tip.style.top = this.el.scrollTop + Math.max(0, y + 14 + tip.offsetHeight > box.height ?
            y - 14 - tip.offsetHeight : y + 14) + "px";
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
                // A finger on an edge asks for its numbers.
                moved = event.target.classList.contains("ggc-touch");
            }
        });
        this.net.addEventListener("pointermove", function (event) {
            if (last) {
                var dx = event.clientX - last.clientX, dy = event.clientY - last.clientY;
                if (!moved && Math.abs(dx) + Math.abs(dy) > 2) {
                    moved = true;
                }
                if (moved) {
                    page.net.setPointerCapture(event.pointerId);
                }
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
                if (ahead > 1e-6 && aside <= 2 * ahead && ahead + aside < least && other.there) {
                    best = other;
                    least = ahead + aside;
                }
            });
            if (best) {
                this.keepFocus(best);
                best.mark.focus();
            }
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    };

    // ---- What is saved ----

    // The edges of the table, with the columns and words of write_edges().
    Page.prototype.table = function () {
        var columns = this.columns;
        function cell(x) {
            return x === null ? "NA" : typeof x === "boolean" ? String(x).toUpperCase() :
                String(x).replace(/[\t\r\n]/g, " ");
        }
        return [columns.join("\t")].concat(this.rows().map(function (edge) {
            return columns.map(function (name) { return cell(edge[name]); }).join("\t");
        })).join("\n") + "\n";
    };

    // How a part looks goes from the style sheet into its attributes.
    var LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin",
        "opacity", "font-size", "font-weight", "text-anchor"];

    // A copy of what is seen of a part, or nothing.
    function copied(part, parent) {
        var look = window.getComputedStyle(part);
        if (look.display === "none" && part.closest("defs") === null ||
            look.visibility === "hidden" || part.classList.contains("ggc-touch")) {
            return;
        }
        var copy = element(part.tagName, {}, parent);
        Array.from(part.attributes).forEach(function (attribute) {
            if (!/^(class|style|role|tabindex|aria-.*|data-.*)$/.test(attribute.name)) {
                copy.setAttribute(attribute.name, attribute.value);
            }
        });
        if (/^(path|circle|text)$/.test(part.tagName)) {
            LOOKS.forEach(function (name) {
                copy.setAttribute(name, look.getPropertyValue(name));
            });
        } else if (look.opacity !== "1") {
            copy.setAttribute("opacity", look.opacity);
        }
        Array.from(part.children).forEach(function (child) {
            copied(child, copy);
        });
        if (part.tagName === "text") {
            copy.textContent = part.textContent;
            // Not all programs know paint-order: the halo lies under its text.
            if (look.stroke !== "none") {
                parent.insertBefore(copy.cloneNode(true), copy);
                copy.setAttribute("stroke", "none");
            }
        }
    }

    // Words in lines of so many letters.
    function wrapped(text, letters) {
        return text.split(" ").reduce(function (lines, word) {
            var last = lines[lines.length - 1];
            if (last !== "" && last.length + word.length >= letters) {
                lines.push(word);
            } else {
                lines[lines.length - 1] = last === "" ? word : last + " " + word;
            }
            return lines;
        }, [""]);
    }

    // The whole network that is shown, with heading and key: it has to tell where
    // it is from when it lies in a folder of others.
    Page.prototype.picture = function () {
        var width = 800, y = 28, box = this.box;
        var scale = Math.min((width - 20) / box.width, 700 / box.height);
        var height = box.height * scale;
        var svg = element("svg", { xmlns: SVG, "font-family": "sans-serif", fill: "#1a1a1a" });
        var ground = element("rect", { width: width, fill: "#ffffff" }, svg);
        element("text", { x: 12, y: y, "font-size": 17, "font-weight": "bold" }, svg,
            this.heading.title);
        [this.heading.date + "; " + this.count.textContent + " shown, of score " +
            short(this.least) + " or more" + (this.chosen ? "; edges of " + this.chosen.name : "")]
            .concat(this.heading.lines).forEach(function (line) {
                wrapped(line, 120).forEach(function (part) {
                    y += 16;
                    element("text", { x: 12, y: y, "font-size": 12 }, svg, part);
                });
            });
        y += 10;
        // Copied where it is drawn, as the style sheet is not in the picture; names
        // are as large there as other text.
        var view = this.view, before = [view.getAttribute("transform"),
            view.getAttribute("font-size")];
        view.setAttribute("font-size", 12 / scale);
        view.setAttribute("transform", "translate(" +
            ((width - box.width * scale) / 2 - box.x * scale) + "," + (y - box.y * scale) +
            ") scale(" + scale + ")");
        copied(this.net.querySelector("defs"), svg);
        copied(view, svg);
        view.setAttribute("transform", before[0]);
        view.setAttribute("font-size", before[1]);
        y += height + 10;
        var key = element("g", { transform: "translate(12," + y + ")" }, this.net);
        y += this.drawKey(key, width - 24) + 10;
        copied(key, svg);
        this.net.removeChild(key);
        ground.setAttribute("height", Math.ceil(y));
        svg.setAttribute("width", width);
        svg.setAttribute("height", Math.ceil(y));
        svg.setAttribute("viewBox", "0 0 " + width + " " + Math.ceil(y));
        return new XMLSerializer().serializeToString(svg);
    };

    Page.prototype.save = function (text, ending, type) {
        var name = this.heading.name.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
        var link = element("a", { download: (name ? name + "-" : "") + "network." + ending,
            href: URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" })) },
        this.el);
        link.click();
        this.el.removeChild(link);
        window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    };

    HTMLWidgets.widget({
        name: "ggc_page",
        type: "output",
        factory: function (el) {
            var page = null;
            return {
                renderValue: function (data) { page = new Page(el, data); },
                resize: function () {
                    if (page && page.edges.length) {
                        page.layKey();
                        page.names();
                    }
                }
            };
        }
    });
}());
