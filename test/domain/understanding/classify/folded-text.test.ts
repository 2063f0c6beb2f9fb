import fc from 'fast-check';
import { foldText } from '../../../../lambdas/domain/understanding/classify/folded-text.ts';

describe('foldText', () => {
  it.each([
    ['Größe', 'grosse'],
    ['Réponse à l’été', "reponse a l'ete"],
    ['İzindeyim, yanıt', 'izindeyim, yanit'],
    ['Łódź', 'lodz'],
    ['Απάντηση', 'απαντηση'],
    ['Ещё не в офисе', 'еще не в офисе'],
    ['їй', 'їй'],
    ['がんばる', 'がんばる'],
    ['휴가 중', '휴가 중'],
    ['１１月２３日', '11月23日'],
    ['one line\nand its rest', 'one line and its rest'],
    ['one\n \n\ntwo', 'one\ntwo'],
    ['a \t  b', 'a b'],
  ])('folds %j to %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('changes nothing that is folded already', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aéßЁ여x') }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});
