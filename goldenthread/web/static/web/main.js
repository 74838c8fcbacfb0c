// What a script may add; every page works without it.
import { initAll } from "../govuk/govuk-frontend.min.js";
import { keepAnswers } from "./answers.js";
import { tickRows } from "./bulk.js";
import { keepDrafts } from "./drafts.js";
import { tidyPage } from "./page.js";

initAll();
tidyPage();
tickRows();
keepDrafts();
keepAnswers();
