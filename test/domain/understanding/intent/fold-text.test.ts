import { foldText } from '../../../../lambdas/domain/understanding/intent/fold-text.ts';

describe('foldText', () => {
  it.each([
    ['No Thanks', 'no thanks'],
    ['don’t', "don't"],
    ['Désinscription', 'desinscription'],
    ['Größe', 'grosse'],
    ['łatwo', 'latwo'],
    ['ØSTRE', 'ostre'],
    ['Aboneliğimi çıkarın', 'aboneligimi cikarin'],
    ['配信を停止してください', '配信を停止してください'],
    ['ガイド', 'ガイド'],
    ['구독 취소', '구독 취소'],
    ['йод', 'иод'],
  ])('folds %j to %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });
});
