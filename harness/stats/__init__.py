"""Counts -> what they allow us to say. Pure: numbers in, numbers out, nothing but the standard library."""

from .agreement import (
    KAPPA_AT_LEAST,
    TNR_AT_LEAST,
    Confusion,
    agreement,
    balanced_accuracy,
    cautious_kappa,
    gwet_ac1,
    kappa,
    mcc,
    pabak,
    rate_interval,
    tnr,
    tpr,
    usable_as_gate,
)
from .clusters import clustered, of_means
from .correction import lang_reiczigel, ppi, rogan_gladen
from .exact import binomial_at_most, sign_test
from .nouns import Estimate, Interval
from .proportions import clopper_pearson_lower, prove_at_least, wilson
from .ratio import quantile_ranks, ratio, ratio_bootstrap
from .segments import chi_square, fisher, katz, mcnemar, newcombe

__all__ = [
    "KAPPA_AT_LEAST",
    "TNR_AT_LEAST",
    "Confusion",
    "Estimate",
    "Interval",
    "agreement",
    "balanced_accuracy",
    "binomial_at_most",
    "cautious_kappa",
    "chi_square",
    "clopper_pearson_lower",
    "clustered",
    "fisher",
    "gwet_ac1",
    "kappa",
    "katz",
    "lang_reiczigel",
    "mcc",
    "mcnemar",
    "newcombe",
    "of_means",
    "pabak",
    "ppi",
    "prove_at_least",
    "quantile_ranks",
    "rate_interval",
    "ratio",
    "ratio_bootstrap",
    "rogan_gladen",
    "sign_test",
    "tnr",
    "tpr",
    "usable_as_gate",
    "wilson",
]
