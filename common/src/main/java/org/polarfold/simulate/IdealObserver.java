package org.polarfold.simulate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.util.FastMath;
import org.polarfold.study.Target;

/**
 * The best possible reader of a site's maps: one who knows the whole model of patients and the
 * site's knobs, undoes what can be undone (gain, roll-off, rotation), sees through noise, artefacts
 * and soft tissue, and sees lesions and levels as they were on the day. What nobody can see from
 * maps is the patient's age, race and traits, and how far that day lay from other days.
 *
 * <p>Its score of a label is the label's probability given all that, by Bayes' rule over every
 * {@link Hypothesis}; no score of the maps alone has a larger AUROC in the site's population.
 */
final class IdealObserver {

  private static final double NEGLIGIBLE = 1e-8;

  private final List<Hypothesis> healthy;
  private final List<Hypothesis> diseased;
  private final LevelDistribution largeVessels;
  private final LevelDistribution smallVessels;
  private final Optional<Prevalence> prevalence;
  private final double elsewhere;

  /**
   * An observer of one site.
   *
   * @param days how reproducible studies are there
   * @param prevalence the label whose share was shifted, if one was
   * @param elsewhere that label's share without the shift
   */
  IdealObserver(
      PatientModel model,
      Population population,
      Reproducibility days,
      Optional<Prevalence> prevalence,
      double elsewhere) {
    healthy = Hypothesis.all(model, population, false);
    diseased = Hypothesis.all(model, population, true);
    largeVessels = new LevelDistribution(model.flow(), 0, days);
    smallVessels = new LevelDistribution(model.flow(), model.microvascular().depthSd(), days);
    this.prevalence = prevalence;
    this.elsewhere = elsewhere;
  }

  /** The probability of each label, 0 to 1, given a patient's study on a day. */
  Map<Target, Double> risks(Patient patient, Distortion distortion) {
    FlowLevels levels = patient.levels();
    FlowLevels seen =
        new FlowLevels(
            levels.rest() + distortion.dayRest(),
            levels.stress() + distortion.dayStress(),
            levels.pattern());
    // What shape alone makes of mean reserve: lesions, texture and patterns are seen.
    double shape = FastMath.log(patient.flow().meanReserve()) + levels.rest() - levels.stress();
    double bound = FastMath.log(LatentFlow.IMPAIRED_BELOW) - shape;
    List<Hypothesis> hypotheses = patient.disease().obstructive() ? diseased : healthy;
    double[] posterior = posterior(hypotheses, seen);
    Evidence evidence = new Evidence();
    for (int h = 0; h < posterior.length; h++) {
      if (posterior[h] > NEGLIGIBLE) {
        Hypothesis hypothesis = hypotheses.get(h);
        double impaired = of(hypothesis).below(bound, seen, hypothesis.expected());
        evidence.add(hypothesis, true, posterior[h] * impaired);
        evidence.add(hypothesis, false, posterior[h] * (1 - impaired));
      }
    }
    return evidence.risks();
  }

  /** Probabilities up to a common factor. */
  private double[] posterior(List<Hypothesis> hypotheses, FlowLevels seen) {
    double[] posterior = new double[hypotheses.size()];
    double best = Double.NEGATIVE_INFINITY;
    for (int h = 0; h < posterior.length; h++) {
      Hypothesis hypothesis = hypotheses.get(h);
      posterior[h] = of(hypothesis).logDensity(seen, hypothesis.expected());
      best = Math.max(best, posterior[h]);
    }
    for (int h = 0; h < posterior.length; h++) {
      posterior[h] = hypotheses.get(h).weight() * FastMath.exp(posterior[h] - best);
    }
    return posterior;
  }

  private LevelDistribution of(Hypothesis hypothesis) {
    return hypothesis.microvascular() ? smallVessels : largeVessels;
  }

  /** Sums over what is possible. */
  private final class Evidence {

    private final double[] positive = new double[Hypothesis.LABELS.size()];
    private double all;

    void add(Hypothesis hypothesis, boolean impaired, double probability) {
      double weight = probability * shifted(hypothesis, impaired);
      all += weight;
      for (int label : hypothesis.positive()) {
        positive[label] += weight;
      }
      if (impaired) {
        positive[Hypothesis.IMPAIRED] += weight;
      }
    }

    /** How much more common such patients are at this site than without its shift. */
    private double shifted(Hypothesis hypothesis, boolean impaired) {
      if (prevalence.isEmpty()) {
        return 1;
      }
      Target target = prevalence.get().target();
      boolean label = target == Target.IMPAIRED_MFR ? impaired : hypothesis.has(target);
      double share = prevalence.get().share();
      return label ? share / elsewhere : (1 - share) / (1 - elsewhere);
    }

    Map<Target, Double> risks() {
      Map<Target, Double> risks = new EnumMap<>(Target.class);
      for (int label = 0; label < positive.length; label++) {
        risks.put(Hypothesis.LABELS.get(label), Math.min(1, positive[label] / all));
      }
      return risks;
    }
  }
}
