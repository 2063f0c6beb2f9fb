import type { Words } from '../vocabulary.ts';

/**
 * The words in which a mail speaks about itself, by language (ISO 639-1).
 *
 * `reply` holds what a reader may do with the mail that carries it: nobody who asks not to answer or to print a mail
 * asks to be left alone. `notice` holds phrases of automatic mail, of legal footers and of a newsletter's own footer;
 * it speaks for its whole sentence, so a phrase here is one that a person does not write.
 */
export const notices: Readonly<Record<string, Words>> = {
  en: {
    reply: 'reply, replies, replying, replied, respond, responding, answer, answering, answered, print, printing',
    notice: `
      automated message, automated email, automated mail, automatically generated, automatic message,
      is not monitored, notify the sender, inform the sender, you are receiving this, you receive this,
      you received this, click here, click .. link, click .. below, intended recipient, before printing,
      unsubscribe at any time, unsubscribe any time, you can unsubscribe at, you can unsubscribe by,
      you can unsubscribe here, you may unsubscribe at, email preferences, manage preferences, no reply address,
      received this .. error, received this .. mistake
    `,
    'not past': 'nobody contacted, nobody has contacted, nobody called, nobody wrote',
    'says-neutral': `
      we will stop sending, i will stop sending, we stopped sending, we have stopped sending, no more questions, no further questions, do not contact the supplier, do not contact the customer,
      do not contact the client, do not contact the carrier, do not contact the manufacturer, do not contact him,
      do not contact her, do not contact them
    `,
  },
  de: {
    reply: `
      antworten, antworte, antwortet, beantworten, beantwortet, zu antworten, zu beantworten, ausdrucken, ausgedruckt,
      drucken, druckt, drucke
    `,
    notice: `
      automatisch erzeugt*, automatisch generiert*, automatisch erstellt*, automatisch versand*,
      automatische nachricht, informieren .. absender, benachrichtigen .. absender, sie erhalten diese,
      du erhältst diese, ihr erhaltet diese, klicken sie, klicke hier, hier klicken, vorgesehene empfänger,
      jederzeit abbestellen, jederzeit abmelden, jederzeit vom newsletter, jederzeit widerrufen, abmeldelink,
      irrtümlich erhalten
    `,
    stop: 'stoppen sie die, stoppen sie den, stoppen sie das, stoppen sie unsere',
    'says-neutral': 'keine weiteren fragen, keine fragen mehr',
  },
  fr: {
    reply: 'répondre, répondez, réponds, répondu, imprimer, imprimez, imprime, imprimé',
    notice: `
      message automatique, généré automatiquement, envoyé automatiquement, prévenir l expéditeur,
      avertir l expéditeur, informer l expéditeur, informez l expéditeur, d informer l expéditeur, vous recevez cet,
      vous recevez ce, tu reçois cet, cliquez ici, cliquez sur, cliquer ici, cliquer sur, désabonner à tout moment,
      désinscrire à tout moment, reçu .. par erreur
    `,
    'not past': 'ne nous a plus, ne m a plus, ne nous ont plus, ne m ont plus, nous a plus, m a plus',
    'says-neutral': 'plus de questions, pas d autres questions',
  },
  es: {
    reply: `
      responda, respondas, respondan, responder, conteste, contestes, contesten, contestar, imprima, imprimas,
      imprimir, imprime
    `,
    notice: `
      mensaje automático, correo automático, generado automáticamente, enviado automáticamente, avise al remitente,
      avisar al remitente, notifique al remitente, recibe este, recibes este, ha recibido este, haga clic, haz clic,
      pulse aquí, pinche aquí, clic aquí, puede darse de baja, puedes darte de baja, recibido este .. por error,
      recibió este .. por error
    `,
    'not reply': 'no es posible responder, no se puede responder',
    'says-neutral': 'no tengo más preguntas, no tenemos más preguntas',
  },
  it: {
    reply: 'rispondere, rispondete, rispondi, risponda, stampare, stampate, stampi, stampa',
    notice: `
      messaggio automatico, email automatica, generato automaticamente, inviato automaticamente, avvisare il mittente,
      informare il mittente, ricevi questa, riceve questa, ricevete questa, clicca qui, cliccare qui, cliccate qui,
      fai clic, fare clic, disiscriverti in, disiscriverti quando, puoi cancellarti, può cancellarsi,
      puoi disiscriverti, ricevuto questo .. per errore, ricevuto questa .. per errore
    `,
    'not reply': 'non è possibile rispondere, non si può rispondere',
    'says-neutral': 'non ho altre domande, nessun altra domanda',
  },
  pt: {
    reply: 'responda, respondas, respondam, responder, imprima, imprimas, imprimir, imprime',
    notice: `
      mensagem automática, e-mail automático, gerada automaticamente, enviada automaticamente, avise o remetente,
      informe o remetente, avise .. ao remetente, receber este, recebe este, recebeu este, clique aqui, clique no,
      clicar aqui, cancelar .. a qualquer momento, pode cancelar a subscrição, pode cancelar a assinatura,
      recebeu esta .. por engano
    `,
    'not reply': 'não é possível responder, não se pode responder',
    'says-neutral': 'não tenho mais perguntas, não temos mais perguntas',
  },
  nl: {
    reply: `
      antwoorden, antwoord, beantwoorden, beantwoord, beantwoordt, reageren, reageer, reageert, print, printen, printt,
      afdrukken, druk .. af
    `,
    notice: `
      automatisch bericht, automatisch gegenereerd*, automatisch verzonden, waarschuw de afzender,
      informeer de afzender, breng de afzender, u ontvangt deze, je ontvangt deze, u ontvangt dit, je ontvangt dit,
      klik hier, klik op, klikt u, op elk moment afmelden, elk gewenst moment, altijd afmelden, bericht ten onrechte
    `,
    'says-neutral': 'geen vragen meer, geen verdere vragen',
  },
  pl: {
    reply: 'odpowiadaj, odpowiadajcie, odpowiadać, odpisuj, odpisywać, drukować, drukuj, drukujcie, drukuje',
    notice: `
      wygenerowan* automatycznie, automatycznie wygenerowan*, wysłan* automatycznie, wiadomość automatyczna,
      powiadomi* nadawc*, otrzymujesz tę, otrzymują państwo tę, otrzymałeś tę, kliknij, kliknąć, proszę kliknąć,
      w każdej chwili .. zrezygnować, w każdej chwili .. wypisać, możesz się wypisać
    `,
    'says-neutral': 'nie mam więcej pytań, nie mamy więcej pytań, więcej pytań',
  },
  sv: {
    reply: `
      svara, svarar, svaras, besvara, besvaras, skriv .. ut, skriver .. ut, skriva .. ut, skriv ut, skriver ut,
      skriva ut
    `,
    notice: `
      skickats automatiskt, automatiskt meddelande, automatiskt genererat, meddela avsändaren, underrätta avsändaren,
      du får detta, du får det här, ni får detta, klicka här, klicka på, går inte att svara, avsluta .. när som helst,
      avregistrera dig när som helst, avanmäla dig när som helst
    `,
    'not reply': 'skriv inte ut, skriver inte ut',
    'says-neutral': 'inga fler frågor, inga ytterligare frågor',
  },
  da: {
    reply: 'svare, svar, svarer, besvares, besvare, udskriv, udskrive, udskriver',
    notice: `
      automatisk besked, automatisk mail, sendt automatisk, automatisk genereret, giv afsenderen, underret afsenderen,
      kontakt afsenderen, du modtager denne, i modtager denne, klik her, klik på, til enhver tid afmelde,
      altid afmelde, når som helst afmelde
    `,
    'says-neutral': 'ikke flere spørgsmål, ingen flere spørgsmål, ingen flere spørsmål, ikke flere spørsmål',
  },
  nb: {
    reply: 'svar, svare, svarer, besvares, besvare, skriv ut, skriver ut, skrive ut',
    notice: `
      automatisk melding, sendt automatisk, automatisk generert, til avsender, varsle avsenderen, du mottar denne,
      dere mottar denne, klikk her, klikk på, når som helst melde deg, når som helst avslutte
    `,
    'not reply': 'ikke skriv ut, skriver ikke ut, skriv ikke ut',
    'says-neutral': 'ingen flere spørsmål, ikke flere spørsmål, ingen flere spørgsmål, ikke flere spørgsmål',
  },
  fi: {
    'not reply': `
      älä vastaa, älkää vastatko, ei voi vastata, älä tulosta, älkää tulostako, ei .. tulosta
    `,
    notice: `
      automaattinen viesti, lähetetty automaattisesti, ilmoita lähettäjälle, saat tämän, saatte tämän, klikkaa*,
      napsauta*, peruuttaa .. milloin tahansa, milloin tahansa peruuttaa
    `,
    'says-neutral': 'ei ole enempää kysymyksiä, ei enempää kysymyksiä, ei muita kysymyksiä',
  },
  cs: {
    'not reply': `
      neodpovídejte, neodpovídej, neodpovídat, nereagujte, netiskněte, netiskni, netisknout, netiskne
    `,
    notice: `
      automatická zpráva, automaticky vygenerován*, automaticky generovan*, odesláno automaticky,
      informujte odesílatel*, obdrželi protože, jste obdržel*, dostáváte tento, klikněte, klepněte, se můžete kdykoli,
      můžete kdykoli odhlásit, můžete se kdykoli, kdykoli odhlásit, kdykoliv odhlásit
    `,
    'says-neutral': 'nemám další otázky, nemáme další otázky, žádné další otázky',
  },
  ru: {
    reply: `
      отвечайте, отвечать, отвечай, отвечает, ответить, распечатывайте, распечатывать, печатайте, печатать, печатает
    `,
    notice: `
      автоматическое сообщение, автоматическое письмо, отправлено автоматически, создано автоматически,
      сообщите отправител*, уведомите отправител*, вы получили это, вы получаете это, нажмите, перейдите по ссылке,
      кликните, можете отписаться, отписаться в любое, отписаться в любой
    `,
    problem: 'остановился, остановилась, остановилось',
    'not reply':
      'больше не печата*, не печата*, не нужно отвечать, не надо отвечать, отвечать не нужно, отвечать не надо',
    'says-neutral': 'больше нет вопросов, нет больше вопросов, вопросов больше нет',
  },
  uk: {
    reply: `
      відповідайте, відповідати, відповідай, відповісти, роздруковуйте, роздруковувати, друкуйте, друкувати, друкує
    `,
    notice: `
      автоматичне повідомлення, автоматичний лист, надіслано автоматично, створено автоматично, повідомте відправник*,
      ви отримали цей, ви отримуєте цей, натисніть, перейдіть за посиланням, клікніть, можете відписатися,
      відписатися будь, відписатися в будь
    `,
    problem: 'зупинився, зупинилась, зупинилася, зупинилося',
    'not reply': 'більше не друку*, не друку*, не потрібно відповідати, не треба відповідати',
    'says-neutral': 'більше немає питань, немає більше питань, більше немає запитань',
  },
  tr: {
    'not reply': `
      yanıtlamayın, yanıtlamayınız, cevaplamayın, cevaplamayınız, cevap vermeyin, cevap vermeyiniz, yanıt vermeyin,
      yanıt vermeyiniz, yazdırmayın, yazdırmayınız, yazdırmıyor
    `,
    notice: `
      otomatik bir mesaj*, otomatik mesaj*, otomatik olarak gönderil*, otomatik olarak oluştur*,
      göndericiyi bilgilendir*, göndereni bilgilendir*, alıyorsunuz, buraya tıkla*, tıklayın, tıklayınız,
      abonelikten çıkabilirsiniz, istediğiniz zaman abonelikten
    `,
  },
  ja: {
    'not reply': `
      返信しないで, 返信なさらないで, 返信いただけません, 返信できません, 返信はできません, 返信は不要, 返信不要, 印刷しないで, 印刷できません
    `,
    notice: `
      自動送信, 自動配信, 送信専用, 配信専用, 送信者に, 機密情報, お送りしています, クリックしてください, いつでも配信を停止,
      いつでも配信停止, いつでも解除
    `,
  },
  zh: {
    'not reply': '请勿回复, 勿回复, 不要回复, 不要直接回复, 请勿直接回复, 无需回复, 请勿打印, 不要打印, 不能再打印',
    notice: `
      自动发送, 自动生成, 系统邮件, 通知发件人, 机密信息, 您收到此邮件, 您收到这封邮件, 点击此处, 点击这里, 请点击, 随时退订,
      随时取消订阅
    `,
  },
  ko: {
    'not reply': '회신하지, 답장하지, 답변하지, 회신이 불가, 인쇄하지, 인쇄되지, 출력하지',
    notice: `
      발신전용, 자동으로 발송, 기밀 정보, 발신자에게, 발송되었습니다, 클릭하세요, 클릭하십시오, 언제든지 수신을, 언제든지 수신, 언제든지 구독
    `,
  },
};
