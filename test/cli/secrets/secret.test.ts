import { changeLines } from '../../../cli/secrets/secret.ts';

describe('changeLines', () => {
  it.each([
    [{ added: 'k2', removed: [], next: 'wait' }, false, ['s: k2 added', 'next: wait']],
    [{ current: 'k2', removed: [], next: 'wait' }, false, ['s: k2 current', 'next: wait']],
    [{ current: 'k2', removed: ['k1'], next: 'nothing' }, false, ['s: k1 taken out']],
    [{ added: 'k2', removed: [], next: 'wait' }, true, ['s: k2 would be added', 'Nothing was changed.']],
  ])('tells people of %j', (report, isDry, lines) => {
    expect(changeLines('s', report, isDry)).toEqual(lines);
  });
});
