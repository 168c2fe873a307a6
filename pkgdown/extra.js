// "On this page" without the network, where pkgdown's own script for it is not had.
window.addEventListener("load", function () {
  var place = document.getElementById("toc");
  if (!place || window.Toc) return;
  var list = document.createElement("ul");
  list.className = "nav flex-column";
  document.querySelectorAll("main h2[id], main h3[id]").forEach(function (title) {
    var link = document.createElement("a");
    link.className = "nav-link";
    link.href = "#" + title.id;
    link.textContent = title.textContent.trim();
    if (title.tagName === "H3") link.style.paddingLeft = "1.5rem";
    list.appendChild(link);
  });
  place.appendChild(list);
  place.hidden = list.children.length === 0;
});
