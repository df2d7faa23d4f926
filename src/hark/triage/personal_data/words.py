"""The words that announce a kind, in seventeen languages: whole words, stems (`~`), and two-word phrases.

Lower case. A word may announce several kinds; the detector that looks decides.
"""

from hark.triage.personal_data.word_set import word_set

WORDS: dict[str, str] = {
    "birth": """
        nació nacio nacieron nasceu nasceram nacqui nacque
        nasc birthdate~ nacim~ nascida nascido geburtstag~ födda
        föddes född~ doğdu~ narodz~ dob birth birthdate
        birthday born bday b-day nacimiento nac nací naci
        nacid~ naissance né née nascita nato nata nascimento
        nasci nascid~ geboren~ geburts~ geb geboorte~ urodz~
        ur doğum~ födelse~ født~ fødsel~ syntyn~ syntymä~
        рожд~ родил~ narozen~ szület~
    """,
    "licence": """
        license licence licenses conduire führerschein~
        fuehrerschein~ conducir patente condução cnh rijbewijs~
        jazdy ehliyet~ körkort~ førerkort~ kørekort~ ajokortti~ водительск~
    """,
    "postcode": """
        zip zipcode postcode postcodes plz postleitzahl
        cep cap cp psč irányítószám postnummer postinumero
        pincode pin индекс
    """,
    "national": """
        tckn~ nin bsn-nummer personnumret personnum~
        svnr svnummer rodné krankenversicherungs~ identity identit~
        идентиф~ ssn nino sin itin tin tfn nif nie dni
        nss curp rfc cédula~ cedula~ rut run cuit cuil nir sécu
        secu fiscale contribuinte cpf bsn burgerservice~ sofinummer rijksregister~ niss insz pesel~ personnummer~
        personnr henkilötunnus~ hetu cpr~ fødselsnummer~ aadhaar~ aadhar~
        adhar uidai pan kimlik~ tckn cnp oib
        jmbg egn steuer-id~ steuerid~ steuer-identifikations~ steueridentifikations~ identifikationsnummer idnr
        steuernummer sozialversicherungs~ ahv~ ahv-nummer passport~ pasaporte~ passeport~ reisepass~ passaporto~
        paspoort~ paszport~ pasaport~ passnummer personalausweis~
        ausweis~ снилс инн паспорт~ identité identità
    """,
    "order": """
        purchase purchases rma incidencia~ expediente~ compra compras reklamac~ zgłosz~ sprawa sprawy
        şikayet~ başvuru~ réclamation~ achat acquisto segnalazione chamado ärende~ zaaknummer~
        ordernr ordrenr orderid bestelnr bestel~ bestellnr
        ordine~ ordernumber zamów~ beställ~ orderno rechnungs~
        fakturanr накладн~ claim claims reclamo reclamación
        sinistre réclamation reclamação order orders order-id
        pedido pedidos commande commandes bestell~ bestelnr~ auftrag~ ordine ordini encomenda encomendas
        bestelling~ ordernummer~ ordrenummer~ ordre sipariş~
        zamówieni~ zamowieni~ zam bestelnummer beställning~
        tilaus~ invoice invoices factura facturas facture factures rechnung~ fattura fatture fatura~ factuur~
        faktur~ case case-id ticket incident caso
        dossier vorgang~ pratica protocolo zgłoszeni~ zaak~ ärende~
        reklamation~ transaction txn transacción transação заказ~ обращени~ заявк~
    """,
    "reference": "reference ref referencia référence referenz~ referência riferimento referentie~ referens~",
    "account": """
        lidmaatschap~ relatie~ kund medlemskap~
        account~ vertrag~ klient~ contract~ kontrakt~ avtal~ avtale~ kd kdnr kundenn~ klantn~ klant~ kunde kunden
        mitglied~ medlem~ lidnummer abonn~ abonent~ subscri~ suscri~ assinante~ utente~ usuario user-id userid
        subscriber sözleşme~ клиент~ абонент~ loyalty
        verzekering~ seguro assurance versicherungs~ insurance
        account accounts acct acc cuenta cuentas compte client konto kontonr kontonummer~ kundennummer~ kundennr~
        kunden-nr kundenkonto~ vertragsnummer~ vertrags~ conto cliente conta contrato contrat contratto contract
        rekening~ rekeningnummer~ klantnummer~ klantnr~ hesap~ hesab~
        müşteri~ abone~ konta kontu klienta umow~
        kundnummer~ kundnr~ asiakasnumero~ customer member~
        membership policy póliza police polizza apólice
        polis~ meter medidor contador zähler~ iccid imei serial аккаунт~ договор~ счет~ счёт~ лицев~
    """,
    "booking": """
        bokning~ boekings~ prenotaz~ reserv~ réserv~
        rezerw~ ticketnummer~ itinerario booking bookings pnr
        reservation reservations locator confirmation conf
        itinerary reserva reservas localizador réservation
        réservations résa buchung~ buchungs~
        reservierung~ prenotazione prenotazioni boeking~ reservering~
        rezervasyon~ rezerwacj~ bookingnummer varaus~ e-ticket eticket брон~
    """,
    "parcel": """
        pacote pacotes objeto rastre~ tracking~ trace
        trackingnr gönderi~ sändning~ spårning~ przewoz~ courier
        kurier~ guía encomenda~ отслеж~ delivery-id paquet
        colissimo chronopost parcel parcels tracking track
        package packages shipment consignment awb waybill
        paquete paquetes envío envio seguimiento rastreo
        rastreio rastreamento colis suivi sendung~ sendungs~ paket~ pakket~ zending~ pacco spedizione
        tracciamento kargo~ takip~ paczk~ przesył~ nadania
        kolli~ försändelse~ lähetys~ посылк~ трек~ накладн~
        отправлени~ reembolso
    """,
    "phone": """
        dzwoni~ zadzw~ kom kontakt~ ringa ringer nås
        ulaş~ iletişim~ связ~ перезвон~ contatt~ contato contacto
        whats zap ligue~ rappel~ richiam~ recapito telefonnr
        telnr tlf~ mobilnr phone phones telephone tel tél
        tlf tfno mobile mob cell cellphone call called calling callback ring dial text texts sms whatsapp wa fax
        desk office contact~ reach~ messages answering
        landline registered teléfono~ móvil~ movil celular~ cel
        llam~ llám~ fijo téléphone~ portable appel~
        joign~ joindre handy~ handynummer rufnummer~ rückruf~ rufen
        ruf telefon~ telefoon~ mobil mobilnummer~
        erreich~ cellulare chiam~ telemóvel~ telemovel~ telefone~
        telefono~ ligu~ ligar liga bel bellen mobiel~ bereik~
        zadzwo~ komórk~ komork~ ara arayın cep gsm mobilen
        puhelin~ soita тел телефон~ позвон~ звон~ моб
    """,
    "number": """
        no nr num number numbers номер~ numero número numéro nummer numer numara~ numerem numeru numerze
    """,
    "mail": """
        email e-mail emails mail mails correo courriel
        epost e-post sähköposti почт~ mejl~ eposta~ e-posta~ posta
        write
    """,
    "address": """
        address addr live lives living reside resides ship shipped deliver delivered located moved house
        dirección direccion domicilio vivo adresse~ habite domicile anschrift wohne wohnt indirizzo abito
        endereço endereco morada moro adres~ woon mieszkam adress adressen bor osoite~ адрес~ живу
    """,
    "version": "version versión versione v ver ios android firmware build update release macos windows chrome",
    "unit": """
        apt apartment suite ste unit flat appt apto
        apartamento piso interno bloco wohnung whg daire lok кв
        квартира ajtó
    """,
    "box": """
        box postfach apartado casilla caixa boîte bp postbus
        postboks casella psc apo fpo dpo postbox pobox poczt
    """,
    "card": """
        card cards cc visa mastercard amex tarjeta
        carte karte kreditkarte~ carta cartão cartao kart kaart
    """,
    "count": """
        abonnés abonnenten abonados suscriptores assinantes
        inscritos iscritti abonnees abone kunder klanten
        kunden clientes clients utenti klientów osób
        подписчиков абонентов человек فولوورز متابع followers
        follower people users views likes fans subscribers streams copies euros euro eur usd dollars pounds gbp
        inr rs rupees yen jpy won krw pln zł zl kr
        sek nok dkk tl try rub руб reais pesos millones million
        millions billion mil tausend mille seguidores
        personas personen personnes persone pessoas mensen kişi
        vues vistas
    """,
}

PHRASES: dict[str, str] = {
    "social security": "national", "social insurance": "national", "national insurance": "national",
    "ni number": "national", "tax id": "national", "tax number": "national", "sécurité sociale": "national",
    "codice fiscale": "national", "registre national": "national", "rodné číslo": "national",
    "código postal": "postcode", "codigo postal": "postcode", "code postal": "postcode", "zip code": "postcode",
    "post code": "postcode", "postal code": "postcode", "codice postale": "postcode",
    "kod pocztowy": "postcode", "posta kodu": "postcode", "frequent flyer": "account", "sort code": "account",
    "record locator": "booking", "national id": "national", "o b": "birth", "a c": "account", "л с": "account",
    "id number": "national", "id card": "national", "identity card": "national", "kd nr": "account",
    "email address": "mail", "mail address": "mail", "e-mail address": "mail", "web address": "mail",
    "ip address": "mail", "prawo jazdy": "licence", "prawa jazdy": "licence", "zip codes": "postcode",
}  # fmt: skip

# Written without spaces, or with prefixes and suffixes that a word list cannot follow: found anywhere.
RUNS: dict[str, str] = {
    "birth": """
        生年月日 生まれ 誕生日 出生 生日 생년월일 생일 الميلاد ميلاد مواليد مولود ولدت जन्म
    """,
    "licence": "運転免許 免許証 驾驶证 驾照 운전면허 رخصة ड्राइविंग",
    "postcode": "郵便番号 〒 邮编 邮政编码 우편번호 البريدي पिनकोड पिन",
    "national": """
        هويتي マイナンバー 個人番号 旅券番号 パスポート 身份证 身分證 护照
        주민등록번호 여권번호 الهوية هوية الإقامة جواز القومي आधार पैन
    """,
    "order": """
        オーダー 申込番号 الطلبية الفاتورة заказ 注文 订单 訂單 주문 طلب ऑर्डर आर्डर 受付番号
        問い合わせ番号 注文id
    """,
    "account": """
        العميل العضوية المشترك العقد ग्राहक 顧客番号 アカウント 口座 会員id お客様id お客様番号 会員番号
        契約番号 账号 帐号 账户 계좌 고객번호 حساب खाता खाते अकाउंट
    """,
    "booking": "予約id 予約 确认号 预订 예약 حجز बुकिंग पीएनआर",
    "parcel": """
        送り状 شحنت البوليصة कूरियर 伝票番号 追跡番号 お問い合わせ番号
        荷物 单号 快递 运单 운송장 송장 شحنة
        الشحن تتبع पार्सल ट्रैकिंग
    """,
    "phone": """
        連絡先 للتواصل تواصل الجوال संपर्क 電話 携帯 手机 电话 電話號碼 致电
        전화 휴대폰 연락 هاتف جوال موبايل اتصل واتساب تلفون फोन फ़ोन
        मोबाइल कॉल
    """,
    "number": "नंबर رقم رقمي 番号 번호 号码",
    "mail": "メール 邮箱 邮件 이메일 بريد إيميل ايميل ईमेल",
    "address": "住所 地址 주소 عنوان पता पते",
    "card": "カード 卡号 카드 بطاقة कार्ड",
}  # fmt: skip

SPOKEN_AT = frozenset(["at", "et", "a"])
ODD_AT = word_set("arroba ät chiocciola arobase małpa собака собачка apenstaartje snabel-a")
"""Names of the @ sign that mean nothing else beside an address."""
SPOKEN_DOT = word_set("dot punto ponto point punkt punt kropka nokta точка")
PROVIDERS = word_set(
    """
    gmail googlemail hotmail outlook yahoo ymail icloud proton protonmail live msn aol gmx web me mac
    mail orange free wanadoo laposte libero tiscali uol bol terra wp onet interia o2 ziggo kpn telia
    docomo ezweb softbank naver hanmail daum qq rediffmail yandex rambler bk seznam t-online freenet
    bluewin btinternet sky comcast verizon att zoho fastmail tutanota hey virgilio sapo telenet skynet
    """
)
"""First labels of the domains of well-known mail providers."""
NAMED_PROVIDERS = PROVIDERS - word_set(
    """
    t-online live web me mac mail orange free sky hey terra bol att o2 wp bk
    """
)
"""Those that are no common word: their name alone is worth a look."""

DIGIT_WORDS = word_set(
    """
    zero oh o one two three four five six seven eight nine double triple cero uno dos tres cuatro cinco
    seis siete ocho nueve zéro un deux trois quatre cinq sept huit neuf null eins zwei zwo drei vier
    fünf sechs sieben acht neun due tre quattro cinque sei sette otto nove um dois três quatro sete oito
    nul een twee drie zes zeven negen
    """
)
