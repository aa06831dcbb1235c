"""What becomes of the challenges of a subject who is erased. Their key is gone; this takes away what it sealed."""

from fingerpost.record.challenges.models import Challenge, ChallengeAnswer, ChallengeFile


def forget_challenges(*, subject: str, body: str) -> int:
    """Take away the words, files and reasons of a subject's challenges; gives how many there were.

    Within the transaction that erases their key. The rows and the ledger go on to say that there was a challenge and
    how it was decided. One that still waited is answered no more: nobody can read it.
    """
    found = Challenge.objects.filter(subject=subject, body=body)
    found.filter(state=Challenge.State.DRAFT).delete()
    count = found.count()
    ChallengeFile.objects.filter(challenge__in=found).delete()
    ChallengeAnswer.objects.filter(challenge__in=found).update(sealed=None)
    found.filter(state=Challenge.State.WAITING).update(state=Challenge.State.ERASED)
    found.update(sealed=None, urgent=False)
    return count
