// The desk's entry: each module minds one thing and listens on the document, so replaced parts need no rebinding.
import "./clock.js";
import "./overlays.js";
import "./toasts.js";
import "./morph.js";
import "./workspace.js";
import "./lanes.js";
import "./composer.js";
import "./pictures.js";
import "./reach.js";
import "./list.js";
import "./selection.js";
import "./keys.js";
import "./palette.js";
import "./casework.js";
import "./soon.js";
import "./calling.js";
import "./notices.js";
import "./macros.js";
import "./suggestions.js";
import "./translation.js";
import "./kept.js";
import "./presence.js";
import "./available.js";
import { connect } from "./live.js";

connect();
