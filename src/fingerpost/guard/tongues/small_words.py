"""The small words that give a language away, even in a short question. None stands in the list of another by chance
alone: words that English shares with the rest ("do", "to", "me", "come", "are") are left out of English."""

import re
from collections import Counter

from fingerpost.guard.words import words

ENGLISH = words(
    "the and what whats how hows is my can cant you your youre for with get when where who why does doesnt have has "
    "havent if of this that these those will would wouldnt should shouldnt could couldnt need want much many from "
    "about been being we our they their them there which was were be at by im ive id ill its it's i'm i've don't dont "
    "isn't isnt or not but she her his him any some after before because until still also between under over into "
    "without the than then only every each both too very please help find change pay paid someone anyone"
)
WELSH = words(
    "sut mae yw ydw ydy ydi yn beth pryd ble pwy pam fy ei eich ein gallaf allaf gallwn allwn alla gael cael "
    "oes faint rwy rwyf rydw rydym dwi dw i'n i'r mae'n mae'r dw'i a'r o'r y'r â'r sydd sy'n bod wedi ar gyfer gan "
    "dros trwy drwy neu ond hawlio talu cymorth budd-dal treth cyngor plant tŷ gwaith angen eisiau isio byw oed "
    "rhaid help gwneud wneud cais gais unrhyw bydd byddaf fydd dylwn ddylwn os nad ddim nid dydw dydy rhwng heb "
    "nawr rwan heno heddiw wythnos blwyddyn mis arian rhieni mam tad gŵr gwraig mab merch ysgol gofal gofalwr diolch "
    "shwmae helo lle pa hyn hwn hon hynny fod i'w fy'n chi ti fi nhw ni hi fe"
) - {
    "help",
    "i",
    "fe",
    "hi",
    "ni",
    "ti",
    "os",
    "lle",
    "hon",
    "mis",
    "mab",
    "plant",
    "ar",
    "bod",
    "fi",
    "pa",
    "chi",
    "pam",
    "mam",
}
OTHERS = {
    "pl": words(
        "jak czy nie się sie jest dla mogę moge mam gdzie ile kiedy moje mój moj jestem dostać chcę chce proszę prosze "
        "zasiłek zasilek mieszkanie dziecko pomocy dzień dobry mnie potrzebuję potrzebuje ubiegać złożyć wniosek przez "
        "żeby oraz albo który która mojego mojej"
    ),
    "ro": words(
        "cum pot sunt pentru unde când cand și vreau meu mea mele ajutor bani lucrez copil copii să sa nu este ce imi "
        "îmi trebuie solicit cere alocația alocatie ajutorul locuiesc în la din sau chirie"
    ),
    "es": words(
        "cómo como puedo qué que dónde donde cuándo cuando el los las una un para por tengo necesito ayuda con hijo "
        "hijos estoy quiero mi solicitar pedir soy vivo cuánto cuanto del trabajo pagar está esta"
    ),
    "pt": words(
        "como posso onde quando para preciso tenho meu minha não nao você voce eu uma um ajuda filho filhos com "
        "pedir estou quero moro trabalho pagar quanto por que é"
    ),
    "fr": words(
        "comment puis je le la les des une un pour où quand est mon ma mes avec dans vous j'ai besoin aide suis enfant "
        "que qui du au sur pas ne combien obtenir demander logement dois faut-il quel quelle"
    ),
    "it": words(
        "come posso dove quando per il lo gli una un mio mia ho bisogno sono aiuto con della del che non devo quanto "
        "chiedere richiedere vivo figlio figli di la pagare cosa"
    ),
    "so": words(
        "sidee waxaan aan ku waa ka iyo maxaa lacag lacagta guri guriga caawimaad karaa baahanahay ilmo codsan codsado "
        "maxay sidee waxa miyaan iga ii leeyahay ahay doonayaa haysta"
    ),
    "tr": words(
        "nasıl nasil ne için icin ben bir ve yardım yardim istiyorum benim nerede zaman var çocuk cocuk alabilirim "
        "başvurabilirim basvuru kira mı mi mu yapabilirim para"
    ),
    "lt": words("kaip man reikia galiu kur kada yra noriu vaikas pašalpa pašalpą pagalba ar gauti kreiptis mano"),
    "de": words("wie ich kann und der das nicht mein meine für wo wann hilfe brauche eine ein ist bekomme wohnung"),
    "nl": words("hoe ik kan een het niet mijn voor waar wanneer hulp heb krijg"),
    "hu": words("hogyan nem és egy hol mikor van kell segítség tudok vagyok kaphatok"),
    "sk": words("ako môžem kde kedy je pre mám potrebujem pomoc jak kdy mohu požádat žiadať"),
    "sq": words("si mund ku kur për unë kam ndihmë duhet të marr"),
    "ur": words("kaise mujhe kya hai mera meri kahan chahiye nahi karna mein kab hain mil sakta sakti milega paise"),
}
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def tokens_of(text: str) -> list[str]:
    return [each.replace("’", "'") for each in _TOKEN.findall(text.lower())]


def count_small_words(tokens: list[str]) -> Counter[str]:
    """How many of the words give away each language: en, cy, and of the rest (pl, ro ...) how many different ones."""
    counts: Counter[str] = Counter(en=sum(each in ENGLISH for each in tokens), cy=sum(each in WELSH for each in tokens))
    distinct = set(tokens)
    counts.update({language: len(distinct & small) for language, small in OTHERS.items()})
    return counts
