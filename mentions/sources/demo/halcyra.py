from typing import Final

from mentions.sources.demo.frames import COMPLAINT, NEWS, PRAISE, QUESTION
from mentions.sources.demo.words import DemoBrand, Fire

HALCYRA: Final = DemoBrand(
    slug="halcyra",
    name="Halcyra",
    colour="#a34a7e",
    words=("Halcyra", "Халсира"),
    handles=("@halcyra",),
    everyday={
        PRAISE: (
            "my skin loves the Halcyra day cream",
            "the Halcyra box is a beautiful present",
            "the smell of the new Halcyra oil is gorgeous",
            "lovely and quick answer from Halcyra {moment}",
            "the Halcyra serum is the best I ever had",
            "кожа в восторге от дневного крема Халсира",
            "коробка Халсира сама по себе прекрасный подарок",
            "новое масло Халсира чудесно пахнет",
            "Халсира ответила быстро и приветливо {moment}",
        ),
        COMPLAINT: (
            "my Halcyra parcel came with a broken pump {moment}",
            "Halcyra raised the price of the serum again, too expensive now",
            "Halcyra sent the wrong shade and wants me to pay the way back",
            "the new Halcyra cleanser leaves my face dry and red",
            "Halcyra delivery left the parcel in the rain {moment}",
            "посылка Халсира пришла с разбитым дозатором {moment}",
            "Халсира снова подняла цену на сыворотку, слишком дорого",
            "Халсира прислала не тот оттенок и просит оплатить возврат",
            "новая пенка Халсира сушит, лицо красное",
            "курьер Халсира бросил посылку под дождём {moment}",
        ),
        QUESTION: (
            "is the travel size of the Halcyra night serum sold {place}?",
            "does Halcyra test on animals?",
            "is the giveaway in the name of Halcyra real?",
            "is the new Halcyra cleanser meant to foam?",
            "продаётся ли {place} дорожный формат ночной сыворотки Халсира?",
            "тестирует ли Халсира на животных?",
            "розыгрыш от имени Халсира настоящий?",
            "новая пенка Халсира должна пениться?",
        ),
        NEWS: (
            "Halcyra opens a shop for refills {place}.",
            "Halcyra publishes the list of its suppliers.",
            "Халсира открывает магазин с наполнением флаконов {place}.",
            "Халсира публикует список поставщиков.",
        ),
    },
    fires=(
        Fire(
            opening="Woke up with a burning rash on both cheeks after one night of the Halcyra serum, batch 2207B",
            opening_author=("Tessa Moor", "@tessamoor", 63_400),
            network="reviews",
            repeats=(
                "Woke up with a burning rash on both cheeks after one night of the Halcyra serum, batch 2207B",
                "Проснулась с жгучей сыпью на щеках после одной ночи с сывороткой Халсира, партия 2207B",
            ),
            voices=(
                "Same batch, same rash. Halcyra, stop selling it, this hurts people",
                "My dermatologist says chemical burn. Halcyra support sent me a discount code. Awful",
                "Халсира, у меня та же партия и та же сыпь. Отзывайте её немедленно",
                "Врач говорит: химический ожог. Халсира прислала промокод. Отвратительно",
                "Nobody at Halcyra answers whether batch 2207B is safe. Irresponsible",
                "Halcyra, a consumer magazine is asking: how many complaints about batch 2207B?",
            ),
        ),
        Fire(
            opening="Former employee here: Halcyra prints new dates on serum that came back from the shops",
            opening_author=("Nora Quint", "@noraquint", 27_800),
            network="video",
            repeats=(
                "Former employee here: Halcyra prints new dates on serum that came back from the shops",
                "Я работала на складе: Халсира перебивает даты на сыворотке, которую вернули магазины",
            ),
            voices=(
                "So the Halcyra jar I paid for is a year older than it says? Disgusting",
                "Halcyra, show us the warehouse. Today",
                "I knew it, mine smelled wrong from the first day. Shame on Halcyra",
                "Халсира, покажите склад. Сегодня же",
                "Разные даты на коробке и на банке. Халсира, это отвратительный обман",
                "Consumer radio: Halcyra, do you relabel returned goods, yes or no?",
            ),
        ),
        Fire(
            opening="The Halcyra giveaway stole 200 euros from my card, their own account shared the link. Disgusting",
            opening_author=("Emil Varga", "@emilvarga", 7_400),
            network="photo",
            repeats=(
                "The Halcyra giveaway stole 200 euros from my card, their own account shared the link. Disgusting",
                "Розыгрыш Халсира списал с моей карты 200 евро. Ссылку выложил их собственный аккаунт",
            ),
            voices=(
                "Same, 200 euros gone. Halcyra has deleted the post and says nothing",
                "Are they thieves now? Halcyra, this is a disgrace",
                "Halcyra, thousands of people clicked. Warn them! This is dangerous",
                "Халсира, у подруги списали деньги. Предупредите людей, уберите ссылку",
                "Аккаунт Халсира взломали? Почему пост ещё висит? Ужас",
                "A bank asks everybody who used the Halcyra link to block the card",
            ),
        ),
    ),
)
