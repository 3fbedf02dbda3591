// Before the first paint: day or night, language and direction, as they were chosen on this device, so that
// nothing flashes. A classic script on purpose. Must not know: the application.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = () => (root.dataset.theme = read("onward.theme") ?? (dark.matches ? "night" : "day"));
  set();
  dark.addEventListener("change", set);
  const language = read("onward.language");
  if (language) {
    root.lang = language;
    root.dir = language === "ar" ? "rtl" : "ltr";
  }
})();
