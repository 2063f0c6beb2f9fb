import type { Vocabulary } from '../vocabulary.ts';

/** Turkish: opt-outs, and the usual yes and no. Its negation is a part of the verb. */
export const turkish: Vocabulary = {
  code: 'tr',
  negates: 'before',
  frequent: `
    ve bir bu da de için ile çok ne ben sen biz siz onlar benim bizim sizin beni bizi sizi bana bize size lütfen
    teşekkür teşekkürler ederim ederiz merhaba iyi günler sayın evet hayır ama daha en gibi kadar sonra önce var yok
    değil mı mi mu mü olarak olan artık henüz tekrar şu o
  `,
  words: {
    not: 'değil, yok, hayır, hiç, asla, istemiyorum, istemiyoruz',
    'not want': 'istemiyorum, istemiyoruz, istemem, istemeyiz',
    'not contact': `
      göndermeyin, göndermeyiniz, gönderme, yazmayın, yazmayınız, yazma, aramayın, aramayınız, iletişime geçmeyin,
      rahatsız etmeyin, yollamayın, yollamayınız, atmayın, mail atmayın, iletişim kurmayın
    `,
    'not interest': 'ilgilenmiyoruz, ilgilenmiyorum, ilgimizi çekmiyor, ilgimi çekmiyor, ilgi duymuyoruz',
    'not need': 'ihtiyacımız yok, ihtiyacım yok, gerek yok, gerekmiyor',
    'not budget': 'bütçemiz yok, bütçem yok',
    'not remove': 'çıkarmayın, silmeyin, kaldırmayın',
    more: 'artık, bir daha, tekrar, daha fazla, bundan sonra, bundan böyle, başka',
    yet: 'henüz, hala',
    past: 'aldım, aldık, geldi, gelmedi, ulaştı, ulaşmadı',
    me: 'beni, bana, bizi, bize, benimle, bizimle, benim',
    my: 'benim, bizim, adresimi, adresimizi, verilerimi, verilerimizi, aboneliğimi, bilgilerimi, e postamı',
    you: 'siz, sizin, sen',
    they: 'müşteri*, kullanıcı*, meslektaş*',
    please: 'lütfen, rica, rica ederim, talep ediyorum, derhal, hemen',
    polite: 'teşekkürler, teşekkür, ederim, ederiz, merhaba, iyi, günler, maalesef, üzgünüm',
    want: 'istiyorum, istiyoruz, isterim, isteriz, istiyor',
    how: 'nasıl, ne zaman, nerede, hangi, kim, misiniz, mısınız, musunuz',
    but: 'ama, fakat, ancak, lakin, ne yazık ki',
    if: 'eğer, olursa',
    and: 've, veya, ya da',
    unsubscribe: `
      abonelikten, aboneliğimi iptal, abonelik iptal, aboneliği iptal, aboneliğimi, üyelikten, listeden çık*,
      çıkmak istiyorum, abonelikten çık*
    `,
    remove: 'çıkar*, sil, silin, siliniz, silinmesini, silinmesi, kaldır*, çıkart*',
    stop: 'bırakın, bırakınız, kesin, kesiniz, durdur*, yeter, son verin, vazgeçin, son ver',
    list: 'liste*, veritaban*, rehber*, sistem*, bülten*, kayıt*',
    'other-list': 'bekleme listesi*, misafir listesi*, fiyat listesi*, sipariş*, fatura*, sepet*',
    mail: 'mail*, e posta*, eposta*, mesaj*, bülten*, posta*, ileti*, bildirim*, posta',
    ads: 'reklam*, spam*, kampanya*, teklif*, promosyon*, pazarlama*',
    data: 'adres*, veri*, bilgi*, @, numara*, kişisel veri*',
    contact: 'gönder*, yaz*, ara*, iletişim, göndermeyi, yazmayı, yolla*',
    receive: 'almak, alma*, görmek, duymak',
    consent: 'izin, onay, rıza, izin vermedim, onay vermedim',
    object: 'itiraz*',
    subscription: 'abonelik*, aboneliğ*, üyelik*, üyeliğ*',
    thing: 'sandalye*, masa*, ürün*, dosya*, satır*',
    interest: 'ilgileniyor*, ilgilenir*, ilgi*, ilgimizi çek*',
    need: 'ihtiyaç*, ihtiyac*, gerek*',
    fit: 'uygun',
    budget: 'bütçe*',
    decline: 'reddediyor*, reddet*, vazgeç*',
    rival: 'başka bir firma*, başka firma*, başka bir tedarikçi*, rakip*',
    supplier: 'tedarikçi*, çözüm*',
    already: 'zaten, hali hazırda',
    have: 'var, çalışıyoruz, kullanıyoruz',
    choose: 'seçtik, karar verdik, anlaştık',
    cancel: 'iptal*',
    expensive: 'pahalı*',
    too: 'çok, fazla',
    yes: 'evet, tabii, tabi, elbette, tamam, olur',
    agree: 'anlaştık, kabul, onaylıyor*, uygundur, katılıyor*',
    good: 'güzel*, harika*, iyi, mükemmel*, süper*',
    love: 'memnuniyetle, seve seve, memnun',
    meet: 'görüş*, toplantı*, demo*, sunum*, randevu*, konuş*, buluş*',
    info: 'katalog*, detay*, sözleşme*, numune*, ayrıntı*, broşür*',
    price: 'fiyat*, ücret*, maliyet*, kaç para, ne kadar',
    order: 'sipariş ver*, satın al*, almak istiyoruz',
    later: 'sonra, gelecek yıl, seneye, ilkbahar*, sonbahar*, tatilden sonra, ileride, başka zaman',
    now: 'şu an*, şimdi*, şimdilik, bu yıl, şu anda',
    busy: 'meşgul*, yoğun*, tatilde*',
    refer: 'sorumlu*, yönlendir*, ilet*, meslektaş*, departman*, ilgili kişi',
    acknowledge: 'aldım, aldık, anladım, bilgi için, ulaştı',
    problem: `
      sorun*, hata*, arıza*, bozuk*, çalışmıyor, fatura*, teslimat*, kargo*, şikayet*, iade*, gelmedi, ulaşmadı
    `,
    think: 'düşün*, değerlendir*, haber ver*, danış*',
    'says-opt-out': `
      rahat bırakın, rahat bırak, kvkk, mail istemiyorum, reklam istemiyorum, almak istemiyor*, bir daha yazma*,
      bir daha arama*, bir daha gönderme*
    `,
    'says-no': 'hayır teşekkürler, teşekkürler hayır, istemiyoruz teşekkür*, bize göre değil, düşünmüyoruz',
    'says-yes': 'neden olmasın, olur, tamamdır',
    'says-later': 'şimdi değil, henüz değil, şimdilik değil, şu an değil',
    'says-neutral': 'nereden buldunuz, kimsiniz',
    why: 'neden, niçin',
  },
};
