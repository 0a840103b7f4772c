package org.polarfold.reference;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.polarfold.evaluate.Estimate;

/**
 * Several readers of one target, and how the result moves with whose label is believed.
 *
 * @param kappa their agreement
 * @param dawidSkene how often each is right, where readers err independently of one another
 * @param labels each way of labelling, that of the file first
 */
public record ReadersResult(
    Estimate<FleissKappa> kappa, Estimate<Errors> dawidSkene, List<Labelling> labels)
    implements Serializable {

  /**
   * Errors of readers.
   *
   * @param prevalence of label 1
   * @param iterations of EM
   * @param readers one entry a reader
   */
  public record Errors(double prevalence, int iterations, List<ReaderErrors> readers)
      implements Serializable {}

  /**
   * Errors of one reader.
   *
   * @param reader its name
   * @param sensitivity in [0, 1]
   * @param specificity in [0, 1]
   */
  public record ReaderErrors(String reader, double sensitivity, double specificity)
      implements Serializable {}

  /**
   * One way of labelling.
   *
   * @param label {@code file}, {@code reader:} and its name, {@code majority} or {@code dawidSkene}
   * @param patients who have a label so, of those whom the file labels
   * @param events those of them with label 1
   * @param auroc by arm, sites meta-analysed
   * @param drop sites meta-analysed
   */
  public record Labelling(
      String label,
      int patients,
      int events,
      Map<String, Estimate<Pooled>> auroc,
      Estimate<Pooled> drop)
      implements Serializable {}

  /**
   * A headline.
   *
   * @param k sites
   * @param estimate over sites
   * @param lower 95 % interval
   * @param upper its other end
   */
  public record Pooled(int k, double estimate, double lower, double upper)
      implements Serializable {}
}
