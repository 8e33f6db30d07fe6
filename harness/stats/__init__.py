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
from .allocation import neyman, whole
from .clusters import clustered, of_means
from .correction import lang_reiczigel, ppi, rogan_gladen
from .drift import cusum_bernoulli, cusum_z, ewma, ewma_limit, normal_score, since
from .exact import binomial_at_most, rates_apart, shrunken, sign_test, so_few
from .nouns import Estimate, Interval, Tail
from .pairs import not_worse_by
from .power import minimal_change, power_of_drop, seen_once
from .proportions import clopper_pearson_lower, prove_at_least, wilson
from .ratio import quantile_ranks, ratio, ratio_bootstrap
from .repeats import pass_hat_k
from .segments import chi_square, fisher, katz, mcnemar, newcombe
from .sequential import Sprt
from .several import benjamini_hochberg
from .strata import Stratum, difference, worse

__all__ = [
    "KAPPA_AT_LEAST",
    "TNR_AT_LEAST",
    "Confusion",
    "Estimate",
    "Interval",
    "Sprt",
    "Stratum",
    "Tail",
    "agreement",
    "balanced_accuracy",
    "benjamini_hochberg",
    "binomial_at_most",
    "cautious_kappa",
    "chi_square",
    "clopper_pearson_lower",
    "clustered",
    "cusum_bernoulli",
    "cusum_z",
    "difference",
    "ewma",
    "ewma_limit",
    "fisher",
    "gwet_ac1",
    "kappa",
    "katz",
    "lang_reiczigel",
    "mcc",
    "mcnemar",
    "minimal_change",
    "newcombe",
    "neyman",
    "normal_score",
    "not_worse_by",
    "of_means",
    "pabak",
    "pass_hat_k",
    "power_of_drop",
    "ppi",
    "prove_at_least",
    "quantile_ranks",
    "rate_interval",
    "rates_apart",
    "ratio",
    "ratio_bootstrap",
    "rogan_gladen",
    "seen_once",
    "shrunken",
    "sign_test",
    "since",
    "so_few",
    "tnr",
    "tpr",
    "usable_as_gate",
    "whole",
    "wilson",
    "worse",
]
