"""Starter templates, written for this product. They are drafts: each organization approves its own words."""

from dataclasses import dataclass
from typing import Final

from playbooks.enums import Stage


@dataclass(frozen=True)
class Starter:
    name: str
    stage: Stage
    code: str  # the category of risks it is for; empty for any
    en: str
    ru: str


STARTERS: Final = (
    Starter(
        "Holding statement · Первое заявление",
        Stage.HOLDING,
        "",
        "We know about {incident}. {concern}\n\n"
        "What we know now: {what_we_know}\n"
        "We are checking the rest and will not guess. {action_now}\n\n"
        "The next update is at {next_update_at}, here. Questions: {contact}.",
        "Мы знаем о том, что произошло: {incident}. {concern}\n\n"
        "Что известно сейчас: {what_we_know}\n"
        "Остальное проверяем и не будем гадать. {action_now}\n\n"
        "Следующее сообщение будет здесь в {next_update_at}. Вопросы: {contact}.",
    ),
    Starter(
        "Holding statement, safety · Первое заявление, безопасность",
        Stage.HOLDING,
        "SF",
        "{concern}\n\nIf this may concern you: {protect_yourself}\n\n"
        "What we know now: {what_we_know}\nWhat we do not know yet: {what_we_do_not_know}\n\n"
        "Next update at {next_update_at}. Help and questions: {contact}.",
        "{concern}\n\nЕсли это может касаться вас: {protect_yourself}\n\n"
        "Что известно: {what_we_know}\nЧто пока неизвестно: {what_we_do_not_know}\n\n"
        "Следующее сообщение в {next_update_at}. Помощь и вопросы: {contact}.",
    ),
    Starter(
        "Holding statement, data and accounts · Первое заявление, данные",
        Stage.HOLDING,
        "AC",
        "Something is wrong with {incident}. We have closed the way in and are finding out what was touched.\n\n"
        "What you can do now: {protect_yourself}\n\n"
        "What we know: {what_we_know}\nNext update at {next_update_at}. Questions: {contact}.",
        "Произошёл сбой безопасности: {incident}. Мы закрыли доступ и выясняем, что затронуто.\n\n"
        "Что можно сделать сейчас: {protect_yourself}\n\n"
        "Что известно: {what_we_know}\nСледующее сообщение в {next_update_at}. Вопросы: {contact}.",
    ),
    Starter(
        "Reply, service · Ответ, обслуживание",
        Stage.REPLY,
        "CS",
        "Thank you for telling us. This is not how {brand} should treat anyone, and we are sorry.\n\n"
        "{action_now} Write to {contact} and we will settle it with you today.",
        "Спасибо, что рассказали. Так в «{brand}» обращаться с людьми нельзя, и нам жаль, что это случилось с вами.\n\n"
        "{action_now} Напишите на {contact}, решим вопрос с вами сегодня.",
    ),
    Starter(
        "Reply, product · Ответ, товар",
        Stage.REPLY,
        "PQ",
        "This should not have left our hands, and we are sorry that it reached you. {protect_yourself}\n\n"
        "{action_now} Tell us the place and the date at {contact}: we will replace it or return your money.",
        "Такое не должно было попасть к вам, нам жаль. {protect_yourself}\n\n"
        "{action_now} Сообщите место и дату на {contact}: заменим или вернём деньги.",
    ),
    Starter(
        "Reply, late · Ответ с опозданием",
        Stage.REPLY,
        "LR",
        "You have waited too long for this answer, and that is our fault. {what_we_know}\n\n"
        "{action_now} From here on you can reach us at {contact}.",
        "Вы ждали этого ответа слишком долго, и это наша вина. {what_we_know}\n\n"
        "{action_now} Теперь с нами можно связаться так: {contact}.",
    ),
    Starter(
        "Statement, facts and actions · Заявление, факты и действия",
        Stage.STATEMENT,
        "",
        "{concern}\n\nWhat happened: {what_we_know}\n\nWhat we do not know yet: {what_we_do_not_know}\n\n"
        "What we do: {action_now}\n\nWhat you can do: {protect_yourself}\n\n"
        "We will report again at {next_update_at}. {spokesperson}",
        "{concern}\n\nЧто произошло: {what_we_know}\n\nЧто пока неизвестно: {what_we_do_not_know}\n\n"
        "Что делаем: {action_now}\n\nЧто можно сделать вам: {protect_yourself}\n\n"
        "Сообщим снова в {next_update_at}. {spokesperson}",
    ),
    Starter(
        "Statement, false story · Заявление, ложная история",
        Stage.STATEMENT,
        "MI",
        "A story about {brand} is going round that is not true: {incident}.\n\nWhat is true: {what_we_know}\n\n"
        "You can check it here: {contact}. {spokesperson}",
        "О «{brand}» расходится история, которая не соответствует правде: {incident}.\n\n"
        "Как обстоит на самом деле: {what_we_know}\n\nПроверить можно здесь: {contact}. {spokesperson}",
    ),
    Starter(
        "Update · Обновление",
        Stage.UPDATE,
        "",
        "Update on {incident}. New since our last message: {what_we_know}\n\n{action_now}\n\n"
        "The next update is at {next_update_at}.",
        "Обновление: {incident}. Новое с прошлого сообщения: {what_we_know}\n\n{action_now}\n\n"
        "Следующее сообщение в {next_update_at}.",
    ),
    Starter(
        "Closing · Завершение",
        Stage.CLOSING,
        "",
        "{incident}: this is over. What happened: {what_we_know}\n\nWhat we have changed: {action_now}\n\n"
        "Thank you for your patience. If something is still open for you: {contact}.",
        "{incident}: вопрос решён. Что произошло: {what_we_know}\n\nЧто мы изменили: {action_now}\n\n"
        "Спасибо за терпение. Если для вас что-то осталось нерешённым: {contact}.",
    ),
)
