import { foldText } from '../../../../lambdas/domain/understanding/intent/fold-text.ts';
import { type Clause, readClauses } from '../../../../lambdas/domain/understanding/intent/read-clauses.ts';
import { readSentences } from '../../../../lambdas/domain/understanding/intent/sentences.ts';
import { languagesOf } from '../../../../lambdas/domain/understanding/intent/vocabularies.ts';

const clausesOf = (text: string, code = 'en'): Clause[] =>
  readSentences(foldText(text)).flatMap((sentence) => readClauses(sentence, languagesOf().lexiconOf(code)));

describe('readClauses', () => {
  it.each([
    ['We are interested.', ['main']],
    ['It looks good but we are not interested.', ['before-contrast', 'after-contrast']],
    ['It looks good, however the board has no money.', ['before-contrast', 'after-contrast']],
    ['If we are interested, we call.', ['condition', 'main']],
    ['Although it is expensive, we take it.', ['before-contrast', 'main']],
    ['Remove the chairs and send the price.', ['main', 'main']],
    ['Delete my name and address.', ['main']],
  ])('reads the roles in %j', (text, roles) => {
    expect(clausesOf(text).map(({ role }) => role)).toEqual(roles);
  });

  it.each<[string, string, string, string]>([
    ['ahead', 'en', 'We do not need a call', 'need meet'],
    ['behind, where nothing is ahead', 'de', 'Das passt uns nicht', 'agree'],
    ['behind, where the language has it so', 'ja', 'メールを停止しないで', 'stop'],
    ['in the word itself', 'tr', 'Bana yazmayın', 'contact'],
    ['through a wish to its object', 'es', 'No deseo que me contacten', 'want contact'],
    ['to its clause only', 'en', 'No, we need it', ''],
    ['not into an idiom that holds one itself', 'fr', 'Je ne veux pas de publicité', 'want'],
  ])('lets a negation turn what is %s', (_name, code, text, negated) => {
    const found = clausesOf(text, code).flatMap((clause) => [...clause.negated]);

    expect(found).toEqual(expect.arrayContaining(negated.split(' ').filter((name) => name !== '')));
    if (negated === '') expect(found).toEqual([]);
  });

  it.each([
    ['Why was I removed?', true],
    ['Could you remove me?', false],
    ['Would you please remove me?', false],
    ['Remove me.', false],
  ])('tells the question in %j from a request: %s', (text, isQuestion) => {
    expect(clausesOf(text)[0]!.isQuestion).toBe(isQuestion);
  });

  it.each([
    ['no', true],
    ['sorry, we cannot', true],
    ['no chairs', false],
    ['nothing is decided', false],
  ])('finds in %j a bare refusal: %s', (text, isBare) => {
    const clauses = clausesOf(text).filter(({ isBareNegation, unknown }) => isBareNegation && unknown === 0);

    expect(clauses.length > 0).toBe(isBare);
  });

  it.each<[string, boolean[]]>([
    ['Please do not reply to this email.', [true]],
    ['Please do not reply and do not write to me.', [true, false]],
    ['To unsubscribe, click here.', [true, true]],
    ['I clicked, and click here does nothing.', [false, false]],
    ['You did not reply.', [false]],
  ])('finds the clauses of a notice in %j', (text, notices) => {
    expect(clausesOf(text).map(({ isNotice }) => isNotice)).toEqual(notices);
  });

  it('takes the longest entry, and all meanings of its words', () => {
    expect([...clausesOf('waiting list')[0]!.affirmed]).toEqual(['other-list']);
    expect([...clausesOf('newsletter')[0]!.affirmed]).toEqual(expect.arrayContaining(['list', 'mail']));
  });
});
