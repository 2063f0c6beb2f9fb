import { ownPicturesIn, withOwnPictures } from '../../../lambdas/domain/mail/own-pictures.ts';

const html =
  '<p><img alt="a" src="/attachments/evt_1/0"><img src="/attachments/evt_1/12"><img src="/attachments/evt_1/0"><img src="https://x.example/attachments/evt_1/3"></p>';

describe('ownPicturesIn and withOwnPictures', () => {
  it('find the pictures of the mail itself, each once', () => {
    expect(ownPicturesIn(html)).toEqual([0, 12]);
    expect(ownPicturesIn('<p>/attachments/evt_1/0</p>')).toEqual([]);
  });

  it('tell the present address, so that a picture can keep it', () => {
    expect(withOwnPictures(html, (_nth, present) => present)).toBe(html);
  });

  it('give them another address, and leave others alone', () => {
    expect(withOwnPictures(html, (nth) => `https://signed.example/${nth}`)).toBe(
      '<p><img alt="a" src="https://signed.example/0"><img src="https://signed.example/12"><img src="https://signed.example/0"><img src="https://x.example/attachments/evt_1/3"></p>',
    );
  });
});
