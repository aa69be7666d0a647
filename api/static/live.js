// A page that waits for others renews itself when they have done something; never while its reader types.
// htmx keeps the connection (hx-sse) and fetches the page again through its normal address.

export function followOthers(line, initialise) {
  if (!line) return;
  line.addEventListener("changed", () => {
    const main = document.getElementById("main-content");
    const busy = main.contains(document.activeElement) || main.querySelector("form textarea, form input:not([type=hidden])");
    if (busy) line.hidden = false;
    else window.htmx.trigger(line.querySelector("[data-renew]"), "renewed");
  });
  document.addEventListener("htmx:after:swap", () => initialise(document.getElementById("main-content")));
}
