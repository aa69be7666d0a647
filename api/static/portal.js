// What scripts add to the portal's pages; every page works without them.
import * as govuk from "./vendor/govuk.js";
import { saveAsTyped } from "./autosave.js";
import { Device } from "./device.js";
import { Kept } from "./kept.js";
import { useKeys } from "./keys.js";
import { followOthers } from "./live.js";

// GOV.UK's components ask for this class on the body.
document.body.className += " js-enabled govuk-frontend-supported";
govuk.initAll();

// The address names the act that was just done: a reload or a bookmark need not tell it again.
const address = new URL(window.location.href);
if (address.searchParams.has("act") && document.querySelector(".govuk-notification-banner--success")) {
  address.searchParams.delete("act");
  window.history.replaceState(null, "", address);
}

const place = document.querySelector("[data-device]");
const device = new Device(place?.dataset.device ?? "");
const autosaves = saveAsTyped(document.querySelectorAll("form[data-autosave]"), device);
if (place) new Kept(place, device, autosaves).start();
useKeys(document.querySelector("form[data-review]"));
followOthers(document.querySelector("[data-live]"), (main) => govuk.initAll({ scope: main }));
