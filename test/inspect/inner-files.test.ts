import { newBudget } from '../../lambdas/inspect/budget.ts';
import { newInnerFiles } from '../../lambdas/inspect/inner-files.ts';

const file = (isShown = false) => ({ name: 'a', content: Buffer.from('x'), isShown });

describe('newInnerFiles', () => {
  it('gives the reasons of each file as those of a file within', async () => {
    const files = newInnerFiles();
    files.add(file());

    expect(await files.reasons(newBudget(), async () => ['type.executable', 'type.not-inspected'])).toEqual([
      'archive.executable',
      'archive.unread',
    ]);
  });

  it('holds no unknown format against a file that is only shown', async () => {
    const files = newInnerFiles();
    files.add(file(true));

    expect(await files.reasons(newBudget(), async () => ['type.not-inspected'])).toEqual([]);
  });

  it('says that files are unread where the budget is spent', async () => {
    const files = newInnerFiles();
    files.add(file());

    expect(await files.reasons({ ...newBudget(), entries: 0 }, async () => [])).toEqual(['archive.unread']);
    expect(await files.reasons({ ...newBudget(), bytes: 0 }, async () => [])).toEqual(['archive.unread']);
  });

  it('opens up to a thousand files', async () => {
    const files = newInnerFiles();
    for (let count = 0; count < 1001; count += 1) files.add(file());
    let opened = 0;

    expect(
      await files.reasons({ ...newBudget(), entries: 5000 }, async () => {
        opened += 1;
        return [];
      }),
    ).toEqual(['archive.unread']);
    expect(opened).toBe(1000);
  });
});
