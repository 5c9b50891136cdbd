/* Opened from a folder (file://), an address that ends in "/" shows a list of files: lead it to the page itself. */
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const [path, ...rest] = link.getAttribute("href").split(/(?=[?#])/);
    if (/^(?![a-z][a-z0-9+.-]*:|\/)(.*\/|\.{1,2})$/i.test(path)) {
      link.setAttribute("href", path.replace(/\/?$/, "/") + "index.html" + rest.join(""));
    }
  }
}

/* The line by which an item is cited is copied by its button; without this script it is a text like any other. */
for (const button of document.querySelectorAll(".b-cite__copy")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    // navigator.clipboard is not there on an intranet without HTTPS, nor in a folder.
    getSelection().selectAllChildren(button.previousElementSibling);
    if (document.execCommand("copy")) button.textContent = button.dataset.copied;
  });
}
