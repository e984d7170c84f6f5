// Says so when the browser is too old, in words that every browser reads. Must stay plain old JavaScript.
(function () {
  function look() {
    var fits = "noModule" in document.createElement("script") && window.EventSource && window.HTMLDialogElement &&
      window.CSS && CSS.supports && CSS.supports("selector(:has(a))");
    if (!fits) {
      document.getElementById("too-old").removeAttribute("hidden");
    }
  }
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", look);
  } else {
    look();
  }
})();
