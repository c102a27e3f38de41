"""The default playbook (docs/words.md §6), in both languages."""

from typing import Final

from incidents.enums import IncidentRole
from playbooks.services.playbooks import StepWords

HOUR: Final = 60
DAY: Final = 24 * HOUR

STEPS: Final = (
    StepWords(0, "Acknowledge and take the lead", "Подтвердить и взять на себя руководство", IncidentRole.LEAD),
    StepWords(
        0,
        "Freeze evidence of the top 20 posts",
        "Зафиксировать доказательства: 20 главных постов",
        IncidentRole.SCRIBE,
        1,
    ),
    StepWords(5, "Decide the level and the cluster", "Определить уровень и кластер", IncidentRole.LEAD),
    StepWords(
        5,
        "Crisis mode: hold scheduled posts and ads",
        "Кризисный режим: остановить запланированные публикации и рекламу",
        IncidentRole.SOCIAL_LEAD,
        3,
    ),
    StepWords(
        10,
        "Notify the roles and see who acknowledged",
        "Оповестить роли и проверить, кто подтвердил",
        IncidentRole.LEAD,
        2,
    ),
    StepWords(
        15,
        "People at risk first: say how to protect yourself",
        "Сначала люди под угрозой: сказать, как защитить себя",
        IncidentRole.COMMUNICATIONS_LEAD,
        2,
    ),
    StepWords(
        15,
        "Gather facts: what we know and what we do not",
        "Собрать факты: что известно и что нет",
        IncidentRole.SCRIBE,
        1,
    ),
    StepWords(20, "Choose the posture", "Выбрать позицию", IncidentRole.COMMUNICATIONS_LEAD, 2),
    StepWords(
        30,
        "Holding statement approved and out on the network where it started",
        "Первое заявление согласовано и вышло там, где всё началось",
        IncidentRole.COMMUNICATIONS_LEAD,
        2,
    ),
    StepWords(35, "Note to staff", "Сообщение сотрудникам", IncidentRole.LIAISON, 3),
    StepWords(45, "Tell the stakeholders", "Сообщить заинтересованным сторонам", IncidentRole.LIAISON, 3),
    StepWords(
        45,
        "Confirm that ads and scheduled posts are off",
        "Подтвердить, что реклама и запланированные публикации выключены",
        IncidentRole.SOCIAL_LEAD,
        3,
    ),
    StepWords(
        HOUR,
        "First public update, or a promised time for it",
        "Первое обновление для всех или обещанное время",
        IncidentRole.COMMUNICATIONS_LEAD,
        2,
    ),
    StepWords(
        2 * HOUR,
        "Every period: sitrep, claims, level",
        "Каждый период: сводка, утверждения, уровень",
        IncidentRole.SCRIBE,
        3,
    ),
    StepWords(
        4 * HOUR,
        "Contained: slow the pace, approve frozen posts again",
        "Локализовано: снизить темп, заново согласовать остановленные публикации",
        IncidentRole.SOCIAL_LEAD,
        3,
    ),
    StepWords(
        DAY,
        "Resolved: close the loop with the first complainers",
        "Разрешено: ответить тем, кто пожаловался первым",
        IncidentRole.SOCIAL_LEAD,
        1,
    ),
    StepWords(2 * DAY, "Hot wash with everybody involved", "Первый разбор со всеми участниками", IncidentRole.LEAD, 2),
    StepWords(14 * DAY, "Review: correct risk, words and plan", "Разбор: исправить риск, тексты и план", "", 2),
)
