/** What makes the pages live; each works without it. */

import { act } from "./acts.js";
import { keepAges } from "./ages.js";
import { guard } from "./alarm.js";
import { offerCopying } from "./copying.js";
import { bindMoves } from "./cursor.js";
import { count } from "./facets.js";
import { followIncident, followPart } from "./incident.js";
import { bindPlaces, excludeByAlt } from "./places.js";
import { listen } from "./keys.js";
import { follow } from "./list.js";
import { complete } from "./search.js";

keepAges();
offerCopying();
complete();
excludeByAlt();
count();
follow();
guard();
if (document.getElementById("rows")) {
  bindMoves();
  act();
}
followIncident();
followPart();
bindPlaces();
listen();
