import { chooseLanguages } from '../../../../lambdas/domain/understanding/intent/choose-language.ts';
import { foldText } from '../../../../lambdas/domain/understanding/intent/fold-text.ts';
import { readSentences } from '../../../../lambdas/domain/understanding/intent/sentences.ts';
import { languagesOf } from '../../../../lambdas/domain/understanding/intent/vocabularies.ts';

const codesOf = (text: string): readonly string[] =>
  chooseLanguages(readSentences(foldText(text)), languagesOf().index);

describe('chooseLanguages', () => {
  it.each([
    ['We have decided for another firm.', ['en']],
    ['Wir haben uns anders entschieden.', ['de']],
    ['Nous avons choisi une autre société.', ['fr']],
    ['Hemos elegido a otra empresa.', ['es']],
    ['Abbiamo scelto un’altra azienda.', ['it']],
    ['Escolhemos outra empresa.', ['pt']],
    ['We hebben voor een ander gekozen.', ['nl']],
    ['Wybraliśmy inną firmę.', ['pl']],
    ['Мы выбрали другую компанию.', ['ru']],
    ['Ми обрали іншу компанію.', ['uk']],
    ['Başka bir firmayla anlaştık.', ['tr']],
    ['Vi har valt en annan leverantör.', ['sv']],
    ['Vi har valgt en anden leverandør.', ['da']],
    ['Vi har valgt en annen leverandør.', ['nb']],
    ['Valitsimme toisen toimittajan.', ['fi']],
    ['Vybrali jsme jinou firmu.', ['cs']],
    ['他社に決めました。', ['ja']],
    ['我们选择了其他供应商。', ['zh']],
    ['다른 업체를 선택했습니다.', ['ko']],
    ['Danke! No, gracias por todo.', ['de', 'es']],
    ['xyzzy', ['en']],
  ])('recognizes %j', (text, languages) => {
    expect(codesOf(text)).toEqual(languages);
  });
});
