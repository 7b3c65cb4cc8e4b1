// Preloaded into a gateway: its clock is off by as many milliseconds as the file says, from one moment
// to the next. What measures how long something takes (`performance.now`) goes on as before.
import { readFileSync } from 'node:fs';

const { CONCORDAT_TEST_CLOCK: file } = process.env;
const RealDate = Date;
let shiftMs = 0;

function look() {
  try {
    shiftMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    shiftMs = 0;
  }
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
