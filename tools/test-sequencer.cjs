// Starts the files first that mostly wait (leases, restarts): in a fresh clone jest knows no durations, and such a file
// prolongs the whole run when it begins last.
const Sequencer = require('@jest/test-sequencer').default;

const longest = ['journeys/crash', 'journeys/once', 'journeys/sizes', 'chaos/simulation', 'domain/linear-time'];

/** Jest's own order, with the longest files before all others. */
class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = longest.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return place < 0 ? longest.length : place;
    };
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}

module.exports = LongestFirst;
