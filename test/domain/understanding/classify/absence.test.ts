import { readAbsence } from '../../../../lambdas/domain/understanding/classify/absence.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const absenceOf = (text: string) => readAbsence(aParsedMail({ text, date: new Date('2026-11-20T09:00:00Z') }));

describe('readAbsence', () => {
  it.each<[string, string | undefined]>([
    ['I am away until November 23, 2026.', '2026-11-23'],
    ['I will be back on 23rd of November.', '2026-11-23'],
    ['Ich bin bis zum 23.11.2026 nicht im Büro.', '2026-11-23'],
    ['Ich bin ab dem 5. Januar wieder erreichbar, wieder ab 5. Januar.', '2027-01-05'],
    ['Je suis absent, de retour le 24 novembre.', '2026-11-24'],
    ['Estaré fuera hasta el 30 de noviembre.', '2026-11-30'],
    ['Back on 2026-12-01.', '2026-12-01'],
    ['Until 12/31/2026 I am away.', '2026-12-31'],
    ['2026年11月25日まで不在です。', '2026-11-25'],
    ['Back on Monday.', '2026-11-23'],
    ['I am away until Monday, back on 25 November.', '2026-11-25'],
    ['I am away until further notice.', undefined],
    ['Until February 31 I am away.', undefined],
    ['I was away until 1 March 2020.', undefined],
  ])('reads the day of return in %j', (text, day) => {
    expect(absenceOf(text).returnsAt?.slice(0, 10)).toBe(day);
  });

  it.each<[string, string | undefined]>([
    ['In urgent cases write to bob@customer.example.', 'bob@customer.example'],
    ['Please contact sales@inbound.localhost or cy@customer.example.', 'cy@customer.example'],
    ['I am away. ada@customer.example', undefined],
    ['Nobody stands in.', undefined],
    ['Ann Lee (ann@customer.example) stands in, please contact her.', 'ann@customer.example'],
    ['In dringenden Fällen hilft Ihnen Eva: eva@kunde.example', 'eva@kunde.example'],
    ['En cas d’urgence, écrivez à lea@client.example', 'lea@client.example'],
    ['В срочных случаях пишите Ивану: ivan@client.example', 'ivan@client.example'],
    ['お急ぎの場合は佐藤（sato@kyaku.example）までご連絡ください。', 'sato@kyaku.example'],
    ['급한 용무는 kim@gogaek.example 으로 연락 바랍니다.', 'kim@gogaek.example'],
    ['如有紧急事宜，请联系 liming@kehu.example。', 'liming@kehu.example'],
    ['My work is being covered by Ann Lee <ann@customer.example>.', 'ann@customer.example'],
    ['My accounts will be looked after by ann@customer.example.', 'ann@customer.example'],
    ['Ann Lee (ann@customer.example) will take over until then.', 'ann@customer.example'],
    ['Meine Aufgaben übernimmt Eva Roth, eva@kunde.example.', 'eva@kunde.example'],
    ['Eva (eva@kunde.example) springt solange ein.', 'eva@kunde.example'],
    ['Mes dossiers sont suivis par Léa : lea@client.example', 'lea@client.example'],
    ['Léa me remplace : lea@client.example', 'lea@client.example'],
    ['Me sustituye Ana, ana@cliente.example', 'ana@cliente.example'],
    ['Mi sostituisce Lia: lia@cliente.example', 'lia@cliente.example'],
    ['Mijn werk wordt waargenomen door jan@klant.example', 'jan@klant.example'],
    ['Please contact no-reply@customer.example or ann@customer.example.', 'ann@customer.example'],
  ])('reads who stands in of %j', (text, delegate) => {
    expect(absenceOf(text).delegate).toBe(delegate);
  });
});
