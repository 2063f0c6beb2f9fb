import { chosenOf } from '../../../tools/witness/command.ts';
import type { Witness } from '../../../tools/witness/witness.ts';

const witnesses = ['one', 'two', 'three'].map(
  (name): Witness => ({ name, confirms: '', needs: [], run: () => Promise.reject(new Error('not run')) }),
);
const namesOf = (...wanted: string[]): string[] => chosenOf(witnesses, wanted).map(({ name }) => name);

describe('the witnesses that a command runs', () => {
  it('are all of them without a name', () => {
    expect(namesOf()).toEqual(['one', 'two', 'three']);
  });

  it('are those that are named, in the order of the list', () => {
    expect(namesOf('three', 'one')).toEqual(['one', 'three']);
  });

  it('are none when a name is unknown, with the known ones in the message', () => {
    expect(() => namesOf('one', 'four', 'five')).toThrow('nothing is called four, five; there are one, two, three');
  });
});
