import { jest } from '@jest/globals';
import { Command, InvalidArgumentError } from 'commander';
import { lazy } from '../../cli/lazy.ts';

/** A program with one verb, whose work this is. */
function aProgram(load: Parameters<typeof lazy>[0]): { readonly program: Command; readonly printed: string[] } {
  const printed: string[] = [];
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void printed.push(text) });
  program.command('work').argument('<what>').option('--fast').action(lazy(load));
  return { program, printed };
}

describe('lazy', () => {
  it('loads the work when the verb is called, and hands it the values and options', async () => {
    const seen: unknown[] = [];
    const { program } = aProgram(async () => async (what, options) => void seen.push(what, options));

    expect(seen).toEqual([]);
    await program.parseAsync(['work', 'hard', '--fast'], { from: 'user' });

    expect(seen).toEqual(['hard', { fast: true }]);
  });

  it('loads nothing for wrong usage', async () => {
    const load = jest.fn<Parameters<typeof lazy>[0]>();
    const { program } = aProgram(load);

    await expect(program.parseAsync(['work'], { from: 'user' })).rejects.toMatchObject({ exitCode: 1 });
    expect(load).not.toHaveBeenCalled();
  });

  it('reports a value that the work cannot read as wrong usage', async () => {
    const { program, printed } = aProgram(async () => async () => {
      throw new InvalidArgumentError('PORT: found "x", wants a port');
    });

    await expect(program.parseAsync(['work', 'hard'], { from: 'user' })).rejects.toMatchObject({ exitCode: 1 });
    expect(printed).toEqual(['error: PORT: found "x", wants a port\n']);
  });

  it('says which role is missing when AWS denies a call, with the words that call the verb', async () => {
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    const program = new Command().exitOverride();
    program
      .command('consent')
      .command('erase')
      .action(lazy(async () => async () => Promise.reject(denied)));
    const exit = jest.spyOn(process, 'exit').mockImplementation(((code: number) => {
      throw new Error(`exit ${code}`);
    }) as never);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

    try {
      await expect(program.parseAsync(['consent', 'erase'], { from: 'user' })).rejects.toThrow('exit 1');
      expect(write.mock.calls.map(([text]) => text)).toEqual([
        expect.stringContaining('needs the role data-officer'),
        'postern: not authorized\n',
      ]);
    } finally {
      exit.mockRestore();
      write.mockRestore();
    }
  });

  it.each([
    ['the work fails', async () => async () => Promise.reject(new Error('nothing there'))],
    ['the work cannot be loaded', async () => Promise.reject(new Error('nothing there'))],
  ])('ends the process with exit code 1 when %s', async (_what, load) => {
    const { program } = aProgram(load);
    const exit = jest.spyOn(process, 'exit').mockImplementation(((code: number) => {
      throw new Error(`exit ${code}`);
    }) as never);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

    try {
      await expect(program.parseAsync(['work', 'hard'], { from: 'user' })).rejects.toThrow('exit 1');
      expect(write).toHaveBeenCalledWith('postern: nothing there\n');
    } finally {
      exit.mockRestore();
      write.mockRestore();
    }
  });
});
