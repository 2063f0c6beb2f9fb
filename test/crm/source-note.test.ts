import { sourceNote } from '../../lambdas/crm/source-note.ts';

describe('sourceNote', () => {
  it.each([
    [{}, 'email-sourced'],
    [{ mapping: 'sales@3' }, 'email-sourced · sales@3'],
  ])('names the mail and the mapping behind a record: %j', (record, note) => {
    expect(sourceNote(record)).toBe(note);
  });
});
