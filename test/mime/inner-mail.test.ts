import { depthOf, splitInner } from '../../lambdas/mime/inner-mail.ts';
import { createOpener, maxOpenDepth } from '../../lambdas/mime/opener.ts';
import type { Part } from '../../lambdas/mime/part.ts';
import { createSpool } from '../../lambdas/mime/spool.ts';

const limits = { maxBytes: 1000, maxParts: 5, maxHeaderBytes: 10_000 };
const plain = 'Subject: s\n\nWords.\n';

async function split(raw: string, room: Partial<ReturnType<typeof createOpener>['room']> = {}, depth = 1) {
  await using spool = createSpool();
  const opener = createOpener(spool, limits);
  Object.assign(opener.room, room);
  const mail = await splitInner(
    (async function* () {
      yield Buffer.from(raw);
    })(),
    opener,
    depth,
  );
  return { mail, opener };
}

describe('splitInner', () => {
  it('gives the parts and takes their room', async () => {
    const { mail, opener } = await split(plain);

    expect(mail?.leaves).toHaveLength(1);
    expect(mail?.wordsRoot).toBe(mail?.root);
    expect(opener.room.bytes).toBe(limits.maxBytes * 3 - plain.length);
  });

  it('finds the words of a mail that is another mail', async () => {
    const { mail, opener } = await split(`Content-Type: message/rfc822\n\n${plain}`);

    expect(mail?.wordsRoot).not.toBe(mail?.root);
    expect(mail?.leaves.filter((part) => opener.holders.get(part) === mail.root)).toHaveLength(1);
  });

  it.each<[string, Parameters<typeof split>]>([
    ['too deep', [plain, {}, maxOpenDepth + 1]],
    ['one of too many', [plain, { mails: 0 }]],
    ['more than there is room for', [plain, { bytes: 10 }]],
    ['larger than a mail', [`Subject: s\n\n${'a'.repeat(2000)}`, {}]],
    ['empty', ['', {}]],
    ['of too many parts', [`Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\na\n'.repeat(9)}--b--\n`, {}]],
  ])('gives nothing for a mail that is %s', async (_, args) => {
    expect((await split(...args)).mail).toBeUndefined();
  });
});

describe('depthOf', () => {
  it('counts the levels of parts', () => {
    const leaf = { children: [] } as unknown as Part;

    expect(depthOf(leaf)).toBe(1);
    expect(depthOf({ ...leaf, children: [leaf, { ...leaf, children: [leaf] }] })).toBe(3);
  });
});
