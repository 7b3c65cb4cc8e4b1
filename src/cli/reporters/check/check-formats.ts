import type { CheckResult } from '../../check/check-result.js';
import type { Pen } from '../../paint.js';
import { checkAsAzure } from './azure.js';
import { checkAsGithub } from './github.js';
import { checkAsGitlab } from './gitlab.js';
import { checkAsJson } from './json.js';
import { checkAsJunit } from './junit.js';
import { checkAsMarkdown } from './markdown.js';
import { checkAsSarif } from './sarif.js';
import { checkAsText } from './text.js';

/** One result, many printers; each is a pure function of it. */
export const checkFormats: Readonly<Record<string, (result: CheckResult, pen: Pen) => string>> = {
  text: checkAsText,
  json: checkAsJson,
  junit: checkAsJunit,
  sarif: checkAsSarif,
  github: checkAsGithub,
  gitlab: checkAsGitlab,
  azure: checkAsAzure,
  markdown: checkAsMarkdown,
};
