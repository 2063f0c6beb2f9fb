import { noticesOfMails, otherObjects } from '../../../../fixtures/labelled/intents-other-objects.ts';
import { createIntentReader, readIntent } from '../../../../lambdas/domain/understanding/intent/intent.ts';

const rowsOf = (sentences: Readonly<Record<string, readonly string[]>>): Array<[language: string, words: string]> =>
  Object.entries(sentences).flatMap(([language, list]) => list.map((words): [string, string] => [language, words]));

describe('readIntent', () => {
  it.each<[string, string, boolean | undefined]>([
    ['Sounds great, let’s talk next week.', 'positive', undefined],
    ['We are not interested.', 'negative', true],
    ['Sounds great, but we are not interested.', 'negative', true],
    ['Kein Interesse, danke.', 'negative', true],
    ['Not right now, maybe later.', 'neutral', undefined],
    ['Please remove me from your list.', 'opt-out', true],
    ['Wir sind sehr interessiert.', 'positive', undefined],
    ['What does it cost?', 'positive', undefined],
    ['OK', 'neutral', undefined],
  ])('reads %j as %s', (words, label, stop) => {
    expect(readIntent(words)).toMatchObject({ label, ...(stop && { stop }) });
  });

  it.each([
    ['the waiting list', 'Please take me off the waiting list.'],
    ['a negated opt-out', 'We never unsubscribe from your letters.'],
    ['another stop', 'Please stop by our office.'],
    ['a question', 'Why was I unsubscribed?'],
    ['somebody else', 'I need to unsubscribe my second exhibitor.'],
    ['a thing', 'Please remove the chairs from our order.'],
    ['a parcel', 'Please stop sending the parcels to our old address.'],
    ['a wish to stay', 'Bitte nehmen Sie mich nicht aus dem Verteiler.'],
    ['a link', 'See https://acme.example/unsubscribe-me for an example.'],
    ['a reminder', 'Don’t forget to send me the slides.'],
    ['a courtesy', 'Please do not hesitate to contact me.'],
    ['a new address', 'Please remove the old address and use the new one.'],
    ['a walk through a list', 'Please take me through the list of changes.'],
    ['statistics', 'Could you send me the unsubscribe statistics?'],
    ['a wish to be on the list', 'Bitte nehmen Sie uns in den Verteiler auf.'],
    ['a double negation', 'I can’t see any reason not to do this.'],
  ])('finds no opt-out in %s', (_name, words) => {
    const intent = readIntent(words);

    expect([intent?.label === 'opt-out', intent?.stop]).toEqual([false, undefined]);
  });

  it.each(rowsOf(noticesOfMails))('reads no wish of a person in a notice (%s): %s', (_language, words) => {
    const intent = readIntent(words);

    expect([intent?.label, intent?.stop]).toEqual(['neutral', undefined]);
  });

  it.each(rowsOf(otherObjects))('finds no opt-out with another object (%s): %s', (_language, words) => {
    expect(readIntent(words)?.label).not.toBe('opt-out');
  });

  it.each([
    ['another clause', 'Please do not reply and do not write to me again.'],
    ['a refusal to answer', 'Do not answer, just stop emailing me.'],
    ['a quoted footer', 'I do not want to click here to unsubscribe, just remove me from your list.'],
    ['a link that fails', 'Click here did not work, please unsubscribe me.'],
    ['a legal footer', 'Unsubscribe me. If you are not the intended recipient, please delete this message.'],
    ['an answer that never came', 'You did not reply to my mail. Please remove me from your list.'],
    ['a German request', 'Antworten Sie nicht, löschen Sie mich aus dem Verteiler.'],
    ['a Spanish request', 'No me interesa. No me vuelva a escribir.'],
    ['a Danish request', 'Stop med at skrive til mig.'],
    ['an aside', 'Вычеркните меня, пожалуйста, из вашей рассылки.'],
  ])('keeps an opt-out beside %s', (_name, words) => {
    expect(readIntent(words)).toMatchObject({ label: 'opt-out', stop: true });
  });

  it.each([
    'Remove me, please, from the waiting list for Friday.',
    'Streichen Sie mich, bitte, von der Warteliste.',
    'Вычеркните меня, пожалуйста, из списка ожидания на пятничный семинар.',
    'Викресліть мене, будь ласка, зі списку очікування на семінар у п’ятницю.',
    'Usuńcie mnie, proszę, z listy oczekujących.',
  ])('joins a list behind an aside with its removal: %s', (words) => {
    expect(readIntent(words)?.label).toBe('neutral');
  });

  it.each(
    rowsOf({
      en: [
        'Please take the trailer off the list of repairs.',
        'Could you take the red chairs off the list, please?',
        'Please remove the second crane from the list of repairs.',
      ],
      de: [
        'Bitte nehmen Sie den Anhänger von der Liste der Reparaturen.',
        'Nehmen Sie den Kran bitte von der Liste runter.',
      ],
      fr: ['Veuillez retirer la remorque de la liste des réparations.'],
      es: ['Por favor, quite el remolque de la lista de reparaciones.'],
      it: ['Per favore togliete il rimorchio dalla lista delle riparazioni.'],
      nl: ['Haal de aanhanger van de lijst met reparaties.', 'Kunt u de kraan van uw lijst halen?'],
      pl: ['Proszę usunąć przyczepę z listy napraw.'],
      tr: ['Römorku listeden silin.'],
    }),
  )('finds no opt-out where a thing goes off a list (%s): %s', (_language, words) => {
    const intent = readIntent(words);

    expect([intent?.label === 'opt-out', intent?.stop]).toEqual([false, undefined]);
  });

  it.each(
    rowsOf({
      en: [
        'How do I get off the list?',
        'Please take me off the list.',
        'Take off the list please.',
        'I want to get off your list.',
      ],
      de: ['Nehmen Sie uns bitte von der Liste runter.', 'Wie komme ich aus diesem Verteiler?'],
      nl: ['Haal me van de lijst.', 'Ik wil van jullie lijst af.', 'Haal ons van uw lijst, alstublieft.'],
      tr: ['listeden silin', 'Lütfen listeden silin.', 'Beni listeden silin lütfen.', 'Listenizden silin.'],
    }),
  )('finds an opt-out where a person goes off a list (%s): %s', (_language, words) => {
    expect(readIntent(words)).toMatchObject({ label: 'opt-out', stop: true });
  });

  it.each(
    rowsOf({
      en: [
        'Let us leave it at two pieces.',
        'Let’s leave it at Tuesday then.',
        'We stay with our order of ten pieces.',
      ],
      de: ['Wir belassen es bei zwei Stück.', 'Wir bleiben bei Dienstag.', 'Belassen wir es bei der Bestellung.'],
    }),
  )('takes an agreement on an order or a day for no refusal (%s): %s', (_language, words) => {
    expect(readIntent(words)?.stop).toBeUndefined();
  });

  it.each(
    rowsOf({
      en: ['The machine has stopped, can you send a fitter?'],
      de: [
        'Die Anlage ist gestoppt, der Monteur kommt morgen.',
        'Die Anlage ist gestoppt. Wir warten auf das Ersatzteil.',
        'Der Motor ist neu eingestellt.',
      ],
      fr: ['La machine est arrêtée depuis lundi.'],
      es: ['La máquina está parada desde el lunes.'],
      it: ['La macchina è ferma da lunedì.'],
      nl: ['De machine is gestopt sinds maandag.'],
    }),
  )('takes a machine that stands still for no refusal (%s): %s', (_language, words) => {
    expect(readIntent(words)?.stop).toBeUndefined();
  });

  it.each(
    rowsOf({
      en: [
        'The meeting on Tuesday is cancelled.',
        'I have to cancel our meeting on Tuesday, sorry.',
        'Our call tomorrow is cancelled, can we find another day?',
      ],
      de: [
        'Der Termin am Dienstag ist abgesagt.',
        'Ich muss unser Treffen am Dienstag leider absagen.',
        'Das Gespräch am Freitag fällt aus.',
      ],
      fr: ['La réunion de mardi est annulée.', 'Je dois annuler notre rendez-vous de mardi.'],
      es: ['La reunión del martes se cancela.', 'Tengo que cancelar nuestra reunión del martes.'],
      it: ['La riunione di martedì è annullata.', 'Devo annullare il nostro incontro di martedì.'],
      nl: ['De afspraak van dinsdag gaat niet door.', 'De vergadering van dinsdag is geannuleerd.'],
      pl: ['Spotkanie we wtorek jest odwołane.'],
      pt: ['A reunião de terça-feira foi cancelada.'],
      sv: ['Mötet på tisdag är avbokat.'],
      tr: ['Salı günkü toplantı iptal edildi.'],
    }),
  )('takes a cancelled meeting for no refusal (%s): %s', (_language, words) => {
    const intent = readIntent(words);

    expect([intent?.label, intent?.stop]).toEqual(['neutral', undefined]);
  });

  it.each(
    rowsOf({
      en: ['We cancel our contract.', 'Cancel the demo, we are not interested.', 'The project is cancelled.'],
      de: ['Wir müssen leider absagen.', 'Das Projekt ist gestoppt.', 'Wir belassen es beim jetzigen Anbieter.'],
      nl: ['Het project gaat niet door.', 'Dat gaat niet door.'],
    }),
  )('keeps a refusal beside such words (%s): %s', (_language, words) => {
    expect(readIntent(words)).toMatchObject({ label: 'negative', stop: true });
  });

  it('reads the beginning and the end of a long text, where people ask', () => {
    const filler = 'The engine runs on the second shaft. '.repeat(200);

    expect(readIntent(`${filler}\nPlease remove me from your list.`)?.label).toBe('opt-out');
    expect(readIntent(`Please remove me from your list.\n${filler}`)?.label).toBe('opt-out');
  });

  it('names the rule and the place of its clause, never the words', () => {
    expect(readIntent('It looks good, but we have no budget.')?.reasons).toEqual(['intent.says-no.after-contrast']);
  });

  it('has a confidence of at least 0.55 and at most 0.95 in what it decides', () => {
    for (const words of ['Not interested.', 'Yes please, let us sign.', 'Remove me. Unsubscribe me. Stop mailing me.'])
      for (const confidence of [readIntent(words)!.confidence]) {
        expect(confidence).toBeGreaterThanOrEqual(0.55);
        expect(confidence).toBeLessThanOrEqual(0.95);
      }
  });

  it('says nothing of no words', () => {
    expect(readIntent(' \n')).toBeUndefined();
  });

  it('has more confidence in several signs than in one', () => {
    const [weak, strong] = ['Sounds good.', 'Sounds good, I am interested, let’s talk.'].map(
      (words) => readIntent(words)!,
    );

    expect(strong!.confidence).toBeGreaterThan(weak!.confidence);
  });
});

describe('createIntentReader', () => {
  it('reads the same words once, and other words anew', () => {
    const read = createIntentReader();
    const first = read('We are not interested.');

    expect(first).toEqual(readIntent('We are not interested.'));
    expect(read('We are not interested.')).toBe(first);
    expect(read('Sounds great.')).toEqual(readIntent('Sounds great.'));
    expect(read(' ')).toBeUndefined();
  });
});
