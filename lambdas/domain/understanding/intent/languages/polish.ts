import type { Vocabulary } from '../vocabulary.ts';
import { polishIdioms } from './idioms/polish.ts';

/** Polish. */
export const polish: Vocabulary = {
  code: 'pl',
  frequent: `
    i w na z do nie to że się jest o jak ale po co za od dla przez tak czy już tylko był być są ma mam mamy może ich
    jego jej tego tej ten ta te tym który która które oraz pan pani państwa państwo proszę dziękuję dziękujemy dzień
    dobry witam pozdrawiam szanowni bardzo mi mnie nas nam nasz nasza nasze moje mój moja swój swoje kiedy gdzie jaki
    jaka jakie ile dlaczego jeszcze teraz też jestem jesteśmy będzie będziemy chcę chcemy chciałbym chciałabym możemy
    można niestety we ze u
  `,
  idioms: polishIdioms,
  words: {
    not: 'nie, nigdy, nic, niczego, żad*, nikt, nikogo, bez, ani, niemożliw*',
    'not more': 'nie .. więcej, więcej .. nie, nigdy więcej, już nie, nic więcej, nie .. już, więcej się .. nie',
    'not can': 'nie możemy, nie mogę, nie da się, nie damy rady',
    more: 'więcej, ponownie, znowu, w przyszłości, dalszych, dalej, kolejn*, dłużej, nadal, jakichkolwiek',
    yet: 'jeszcze, dotychczas, do tej pory, nadal, wciąż, dotąd',
    past: 'otrzymaliśmy, otrzymałem, otrzymałam, dostaliśmy, dostałem, dostałam, dotarł*, przyszł*, został*, był, było',
    i: 'ja, my, chcę, chcemy, mam, mamy, jestem, jesteśmy, chciałbym, chciałabym, życzę, wnoszę',
    me: 'mnie, mi, nas, nam, mną, nami, naszą firmę, naszej firmy',
    my: 'mój, moja, moje, mojego, moich, mojej, nasz, nasza, nasze, naszego, naszych, naszej, moim, mym',
    you: 'państwo, państwa, pan, pani, wy, wam, was, państwu, ty, ciebie',
    they: `
      klienci, klientów, użytkownik*, kolega, koleżanka, członków, uczestników, wystawcę, on, ona, oni, pracownik*
    `,
    please: `
      łaskawi, łaskawy, uprzejmi, proszę, prosimy, prośba, prosiłbym, prosiłabym, żądam, domagam, natychmiast,
      uprzejmie, wnoszę o, bardzo proszę, niezwłocznie, prosze
    `,
    polite: `
      dlatego, więc, zatem, toteż, dziękuję, dziękujemy, dzięki, niestety, dzień, dobry, witam, pozdrawiam, przykro,
      przepraszam, ale, za, ofertę, wiadomość, szanowni, państwo, miła, oferta, bardzo, serdecznie, żałuję, dziekuje
    `,
    want: `
      chcę, chcemy, chciałbym, chciałabym, chcielibyśmy, życzę, życzymy, wolę, wolelibyśmy, zamierza*, planuj*, pragn*,
      mam ochotę, ochot*, chęć, chęci, woli, chce
    `,
    can: `
      byliby, byłby, byłaby, może, mogę, możemy, mogą, mogliby, mógłby, mogłaby, można, możecie, moglibyśmy, mogłoby,
      możesz
    `,
    ensure: 'proszę dopilnować, upewnić się, zadbać, dopilnuj*, zapewni*',
    how: 'jak, kiedy, gdzie, jaki, jaka, jakie, kto, ile, skąd, jakim',
    but: 'ale, lecz, za to, tylko że, aczkolwiek',
    however: 'jednak, jednakże, niestety, natomiast, mimo to',
    although: 'chociaż, choć, mimo że, pomimo, podczas gdy, mimo',
    if: 'jeśli, jeżeli, gdy, kiedy będziemy, gdyby, o ile, jak tylko, chyba że, w razie',
    because: 'ponieważ, bo, gdyż',
    and: 'i, oraz, lub, albo, a także',
    that: 'żeby, aby, który, która, które, by',
    unsubscribe: `
      wypis*, wypisać, rezygnuję z subskrypcji, rezygnuję z newslettera, rezygnuję z otrzymywania,
      anulować subskrypcję, wyrejestr*, unsubscribe*, odsubskryb*, zrezygnować z subskrypcji,
      zrezygnować z newslettera, wymeldow*, wypisz
    `,
    remove: 'usu*, wykreśl*, skreśl*, usuwa*, kasowa*, skasow*, wymaz*, wyrzu*, wykasow*, usunięci*',
    'not remove': 'nie usuwać, nie usuwaj*, nie wykreśla*, nie skreśla*, nie kasow*',
    take: 'weźcie, zabierz*, wyłącz*',
    off: 'poza, won',
    stop: `
      przesta*, dość, stop, zaprzesta*, koniec, skończ*, wstrzyma*, powstrzym*, zaniecha*, dosyć, zakończ*, darujcie,
      odczep*, odpu*, wystarczy
    `,
    list: `
      liście, listę, list*, baz*, mailing*, newsletter*, systemu, rejestru, dystrybucyjn*, mailingow*, subskrybent*,
      kartotek*, crm, adresat*, odbiorc*, spisu
    `,
    'other-list': `
      listy oczekujących, listy gości, listy zakupów, listy uczestników, cennik*, zamówieni*, faktury, oferty nr,
      listy rezerwowej, listy obecności, koszyka, czarnej listy
    `,
    mail: `
      mail*, email*, e-mail*, wiadomości, wiadomość, korespondencj*, listów, newsletter*, informacji handlow*, maili,
      maile, poczt*, powiadomień, biuletyn*, komunikat*
    `,
    ads: `
      reklam*, spam*, ofert, oferty, promocj*, marketing*, handlow*, akwizycj*, śmieci, niezamówion*, niechcian*,
      reklamow*
    `,
    data: 'adres*, dane, danych, nazwisk*, @, kont*, numer*, osobow*, imię, profil, telefonu',
    contact: `
      kontaktow*, kontaktuj*, pisz*, pisać, pisania, wysyła*, wysyłaj*, przysyła*, dzwoń*, dzwoni*, nęka*, niepoko*,
      kontakt*, przesyła*, mailow*, zawraca*, nagab*, zasyp*, męcz*, prześladow*, wysłać mi, nadsył*, spamow*
    `,
    receive: `
      otrzymywa*, otrzymywania, dostawa*, dostać, otrzymać, słyszeć, odbiera*, widzieć, czytać, być informowan*
    `,
    consent: `
      zgod*, zgadz*, zezwal*, zapisywa*, zamawia*, prosiłem o to, prosiłam o to, subskryb*, wyrażam, wyrażał*,
      wyraziłem, wyraziłam, zapisał*
    `,
    object: `
      powodu żeby nie, powodu by nie, powodów przeciw, sprzeciw*, zastrzeże*, przeciwwskaza*, przeciwko, obiekcj*,
      wycofuj*, cofam, nie wyrażam, zabraniam, odwołuj*, protestuj*
    `,
    subscription: 'subskrypcj*, prenumerat*, abonament*',
    thing: `
      stron*, witryn*, logo, krzesł*, stół, stołu, stoły, pozycj*, produkt*, zdjęci*, faktur*, punkt*, akapit*,
      załącznik*, bilet*, licencj*, paczk*, opcj*, moduł*, przycisk*, termin*
    `,
    interest: 'zainteresowan*, interes*, ciekaw nas, ciekawi, zaciekawi*, kusz*, intrygu*, korci',
    need: 'potrzeb*, niezbędn*, wymag*, konieczn*, zapotrzebowan*, przyda*',
    fit: `
      czego szukamy, czego potrzebujemy, spełnia, spełniają, wymagań, nasza branża, nasza działka, pasuj*, odpowiada*,
      dla nas, dla mnie, odpowiedni*, stosown*, relewantn*, priorytet*, sens, sensu, nadaje się, dotyczy nas,
      przydatn*, użyteczn*, wchodzi w grę, nie w naszym, przekonuj*, przekona*, uzasadnion*, realn*, pomoże, pożytek
    `,
    budget: 'pozwolić, stać, budżet*, pieniędzy, środk*, funduszy, finans*, kas*, zasob*, mocy',
    decline: `
      była przeciw, byli przeciw, są przeciw, jesteśmy przeciw, jestem przeciw, powiedzieć nie, oprzeć, odmaw*, odmów*,
      odmow*, odrzuc*, zrezygn*, rezygn*, podziękuj*, podziękować, spasuj*, odstępuj*, odstąpi*, zaniechali*, zarzuc*,
      zamrozi*, zamrożon*, pasuję, odpuszcz*, wycofa*, porzuc*
    `,
    rival: `
      inną firmę, inna firma, innego dostawcę, innym dostawcą, inny dostawca, inne rozwiązanie, innego rozwiązania,
      innym rozwiązaniem, inną ofertę, inny produkt, inną opcję, innego partnera, innym partnerem, konkuren*,
      kogoś innego, kto inny, gdzie indziej, inną, innej firmy, innej firmie, alternatyw*
    `,
    supplier: `
      dostawc*, rozwiązani*, partner*, agencj*, umow*, system, wewnętrzn*, sami, narzędzi*, program, firm*,
      oprogramowani*, wykonawc*, we własnym zakresie, coś podobnego
    `,
    have: 'mamy, mam, współpracujemy, korzystamy, używamy, posiadamy, pracujemy, robimy, obsługuj*',
    already: 'już, od lat, od dawna, stał*, obecnie, wewnętrznie, sami, własn*, aktualn*',
    choose: `
      wybra*, zdecydowa*, postawi*, podpisa*, kupiliśmy, kupil*, decyzj*, wybór, poszliśmy, skorzystali*, zatrudnil*
    `,
    stay: `
      zostawić tak, zostawić jak, jak jest, po staremu, zostajemy przy, pozostajemy, pozostaniemy, zostaniemy przy,
      trzymamy się, zostać przy, pozostać
    `,
    satisfied: `
      zadowolen*, zaopatrzen*, zabezpieczen*, obsłużeni, usatysfakcjonowan*, wyposażen*, wystarcza, zaspokoj*
    `,
    cancel: 'anuluj*, odwoł*, wypowiad*, rozwiąz* umow*, wypowiedzen*, anulow*, odwołać, stornow*',
    expensive: `
      drogo, drogi, droga, drogie, kosztown*, poza budżetem, przekracza, za wysok*, ponad nasz*, zbyt wysok*,
      wygórowan*
    `,
    continue: `
      kontynuow*, kontynuuj*, iść dalej, dalszych rozmów, pójdziemy dalej, pójść dalej, skorzyst*, skorzystać,
      skorzystamy, podejm*, podjąć, realizow*, wchodzi*, współprac*, zdecydujemy się
    `,
    use: 'użyt*, wykorzyst*, zastosowan*, przydatn*',
    change: 'stary adres, nowy adres, zmieni*, zmian*, wymieni*, zamieni*',
    too: 'za, zbyt, dużo, bardzo, nasz, zdecydowanie',
    yes: `
      bez wątpienia, niewątpliwie, tak, oczywiście, pewnie, jasne, zgoda, dobrze, zdecydowanie, naturalnie, owszem,
      świetnie, jak najbardziej, no pewnie
    `,
    agree: `
      potwierdzam, potwierdzamy, potwierdzone, zgoda, zgadzam się, zgadzamy się, akceptuj*, umowa stoi, bierzemy,
      biorę, zaakcept*, przekonał*, kupujemy, kupuję, decydujemy się, umówieni, dogadani, podoba, podobał*, podobają,
      podpisuj*, zatwierdz*, pasuje, pasuje mi, pasuje nam, odpowiada mi, odpowiada nam, zielone światło, wchodzę w to
    `,
    good: `
      rozsądn*, uczciw*, sensown*, dobr*, świetn*, super, doskonał*, ciekaw*, interesując*, wspaniał*, fantastyczn*,
      idealn*, obiecując*, rewelacyjn*, fajn*, znakomit*, imponując*, atrakcyjn*, brzmi, ładn*, niezł*
    `,
    love: `
      chętnie, z przyjemnością, przyjemnoś*, miło, cieszę, z radością, z wielką, bardzo chętnie,
      nie możemy się doczekać, nie mogę się doczekać, uwielbia*
    `,
    meet: `
      spotka*, spotkani*, rozmow*, rozmawia*, porozmawia*, zadzwoni*, telefon, dzwonić do, prezentacj*, demo,
      demonstracj*, omówi*, umówi*, pokaz*, wizyt*, zapraszam*, oddzwoni*, przedstawi*, wideorozmow*, pogada*, kaw*,
      zobacz*, przyjech*, zdzwoni*
    `,
    info: `
      informacj*, ofert*, katalog*, broszur*, umow*, próbk*, szczegół*, propozycj*, dokumentacj*, materiał*, więcej o,
      wycen*, cennik, prospekt*, referencj*, wersj* testow*, dowiedzieć, warunk*, przykład*, wyjaśni*, folder*,
      dostęp*, specyfikacj*
    `,
    price: 'cen*, koszt*, kosztuj*, cennik*, wycen*, ile, rabat*, stawk*, taryf*, wynosi',
    order: `
      uczestnicz*, udział, wezmę udział, dołącz*, czas dostawy, termin dostawy, dostarczyć, zamów*, zamawiamy,
      zamawiam, kup*, sztuk*, licencj*, podpis*, zarezerwow*, rezerw*, nabyć, zapisz, stanowisk*, miejsc, umowę
    `,
    available: 'dostępn*, wolny, wolna, mam czas, termin, o 10',
    start: `
      zaczyn*, zacz*, wyprób*, przetest*, test*, rusz*, start*, spróbow*, pilotaż*, rozpocz*, działa*, następn* krok*,
      kolejn* krok*, wdroż*
    `,
    now: `
      teraz, obecnie, w tej chwili, na razie, aktualnie, w tym roku, w tym miesiącu, w tym kwartale, chwilowo, dzisiaj,
      póki co, dziś, tymczasem
    `,
    maybe: 'może, być może, ewentualnie',
    busy: `
      zajęt*, brak czasu, nie mam czasu, nie mamy czasu, na urlopie, dużo pracy, zły moment, zawalon*, zapracowan*,
      urwanie głowy, zarobion*, przeciążen*
    `,
    colleague: 'szef, szefem, szefową, zarząd*, dyrektor*, zespół',
    problem: `
      dostawa nie, nie dostarczono, link nie, zresetow*, przestało działać, przestał działać, hałas*, dźwięk*, dziwn*,
      pust*, nie przychodzi, kupiliśmy w zeszłym, przeszkod*, dymi, problem*, błąd, błęd*, awari*, uszkodz*, zepsut*,
      reklamacj*, skarg*, nie działa, brakuj*, faktur*, paczk*, opóźni*, zwrot*, hasł*, zalogow*, aktualizacj*,
      gwarancj*, napraw*, technik*, przez pomyłkę, pomyłk*, nie dotarł*, nie otrzyma*, nie dosta*, czekam*, wciąż nie,
      wadliw*, cieknie, pobrano, zwiesza, zaciął
    `,
    other: 'inn*, inną, inny, inne, innego',
    until: 'do, od, aż do',
    month: `
      stycznia, lutego, marca, kwietnia, maja, czerwca, lipca, sierpnia, września, października, listopada, grudnia,
      wiosny, lata, jesieni, zimy, świąt, wielkanocy
    `,
    tried: 'próbowal*, testowal*, wypróbowal*',
    failed: 'nie zadziałał*, bez powodzenia, nie sprawdził*, bez sukcesu, nie wyszło',
    why: 'dlaczego, czemu',
    day: 'godzin*, rano, jutro, poniedziałek, wtorek, środę, czwartek, piątek, w piątek, przyszłym tygodniu',
    'data me': 'o mnie, o nas, na mój temat',
    believe: 'sądzę, sądzimy, myślę, myślimy, uważam, uważamy, wydaje mi',
  },
};
