// Preloaded into a gateway: its clock is off by as many milliseconds as the file says, from one moment
// to the next, and it says in a file beside it which it took. What measures how long something takes (`performance.now`) goes on as before.
import { readFileSync, writeFileSync } from 'node:fs';

const { CONCORDAT_TEST_CLOCK: file } = process.env;
const RealDate = Date;
let shiftMs = 0;
let seen;

function look() {
  try {
    shiftMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    shiftMs = 0;
  }
  if (seen !== shiftMs) writeFileSync(`${file}.seen`, String((seen = shiftMs)));
}

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length > 0) super(...given);
    else super(RealDate.now() + shiftMs);
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
};

if (file) {
  look();
  setInterval(look, 50).unref();
}
