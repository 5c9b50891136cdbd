document.addEventListener("keydown", (e) => { if (e.key === "/") document.getElementById("find").focus(); });
