import { jest } from '@jest/globals';
import { createProgress, createStatusLine, fail, print, printJson, printLines } from '../../cli/output.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

let written: { out: string; err: string };
beforeEach(() => {
  written = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('the printers', () => {
  it('write lines to standard output', () => {
    printJson({ a: 1 });
    print('one');
    printLines(['two', 'three']);

    expect(written).toEqual({ out: '{"a":1}\none\ntwo\nthree\n', err: '' });
  });
});

describe('fail', () => {
  /** The line on standard error, and the exit code. */
  const failWith = (error: unknown): { readonly line: string; readonly code: unknown } => {
    let code: unknown;
    jest.spyOn(process, 'exit').mockImplementation((given) => {
      code = given;
      throw new Error('the process has ended');
    });
    expect(() => fail(error)).toThrow('the process has ended');
    return { line: written.err, code };
  };
  const withCode = (code: string, message = 'm') => Object.assign(new Error(message), { code });

  it.each([
    ['a wrong setting', new ConfigError('set X'), 'postern: set X\n'],
    [
      'a wrong setting, whatever its code',
      Object.assign(new ConfigError('set X'), { code: 'EACCES' }),
      'postern: set X\n',
    ],
    ['a full disk', withCode('ENOSPC'), 'postern: the disk is full; free some space and start again\n'],
    [
      'a full disk in the words of SQLite',
      new Error('database or disk is full'),
      'postern: the disk is full; free some space and start again\n',
    ],
    ['a file without permission', withCode('EACCES', '/x'), 'postern: no permission: /x\n'],
    ['a file that is not there', withCode('ENOENT', '/x'), 'postern: not found: /x\n'],
    [
      'a pipeline that does not run',
      withCode('ECONNREFUSED'),
      'postern: nothing answers there; is the local pipeline running? Start it with: npm start\n',
    ],
    ['anything else', new Error('so it is'), 'postern: so it is\n'],
  ])('ends with one line for %s', (_what, error, line) => {
    expect(failWith(error)).toEqual({ line, code: 1 });
  });
});

describe('createProgress', () => {
  const terminal = process.stderr.isTTY;
  afterEach(() => {
    process.stderr.isTTY = terminal;
  });

  it('shows a bar to a person who watches', () => {
    process.stderr.isTTY = true;
    const progress = createProgress('sent');

    progress.update(1, 2);
    progress.end();

    expect(written).toEqual({ out: '', err: `\rsent [${'#'.repeat(15)}${' '.repeat(15)}] 1/2\n` });
  });

  it('writes nothing where nobody watches', () => {
    process.stderr.isTTY = false;
    const progress = createProgress('sent');

    progress.update(1, 2);
    progress.end();

    expect(written).toEqual({ out: '', err: '' });
  });
});

describe('createStatusLine', () => {
  const terminal = process.stderr.isTTY;
  afterEach(() => {
    process.stderr.isTTY = terminal;
  });

  it('shows a person the newest text in one line, ten times a second at most', () => {
    process.stderr.isTTY = true;
    const clock = { ms: 0 };
    const status = createStatusLine(() => clock.ms);
    for (const [ms, text] of [
      [0, 'listed 1000'],
      [99, 'listed 2000'],
      [100, 'mails 1'],
      [150, 'mails 2'],
    ] as const) {
      clock.ms = ms;
      status.show(text);
    }
    status.end();

    expect(written).toEqual({ out: '', err: '\rlisted 1000\rmails 1    \rmails 2\n' });
  });

  it.each([
    ['nobody watches', false, 'text'],
    ['there is nothing to show', true, undefined],
  ])('writes nothing where %s', (_what, isTerminal, text) => {
    process.stderr.isTTY = isTerminal;
    const status = createStatusLine();

    if (text !== undefined) status.show(text);
    status.end();

    expect(written).toEqual({ out: '', err: '' });
  });
});
