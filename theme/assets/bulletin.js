/* Opened from a folder (file://), an address that ends in "/" shows a list of files: lead it to the page itself. */
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const [path, ...rest] = link.getAttribute("href").split(/(?=[?#])/);
    if (/^(?![a-z][a-z0-9+.-]*:|\/)(.*\/|\.{1,2})$/i.test(path)) {
      link.setAttribute("href", path.replace(/\/?$/, "/") + "index.html" + rest.join(""));
    }
  }
}
