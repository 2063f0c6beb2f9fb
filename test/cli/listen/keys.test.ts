import { EventEmitter } from 'node:events';
import { takeKeys } from '../../../cli/listen/keys.ts';

/** A terminal that keeps what is asked of it. */
function aTerminal(isTTY = true) {
  const asked: string[] = [];
  const terminal = Object.assign(new EventEmitter(), {
    isTTY,
    setRawMode: (mode: boolean) => void asked.push(`raw ${mode}`),
    resume: () => void asked.push('resume'),
    pause: () => void asked.push('pause'),
  });
  return { asked, terminal: terminal as unknown as Parameters<typeof takeKeys>[1] & EventEmitter };
}

describe('takeKeys', () => {
  it.each([
    ['r', ['again']],
    ['rr', ['again', 'again']],
    ['q', ['end']],
    ['\u0003', ['end']],
    ['\u0004', ['end']],
    ['x', []],
  ])('takes %j', (typed, expected) => {
    const { terminal } = aTerminal();
    const pressed: string[] = [];
    takeKeys({ r: () => pressed.push('again'), end: () => pressed.push('end') }, terminal);

    terminal.emit('data', Buffer.from(typed));

    expect(pressed).toEqual(expected);
  });

  it('gives the terminal back', () => {
    const { terminal, asked } = aTerminal();

    takeKeys({ r: () => undefined, end: () => undefined }, terminal)();

    expect(asked).toEqual(['raw true', 'resume', 'raw false', 'pause']);
    expect(terminal.listenerCount('data')).toBe(0);
  });

  it('leaves an input alone that is no terminal', () => {
    const { terminal, asked } = aTerminal(false);

    takeKeys({ r: () => undefined, end: () => undefined }, terminal)();

    expect(asked).toEqual([]);
  });
});
