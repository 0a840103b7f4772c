package org.polarfold.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.polarfold.UserException;
import org.polarfold.provenance.Digest;
import org.polarfold.study.PatientId;

/**
 * Who is held out and who trains when, for every design of an experiment: the one truth about it.
 * Training never draws again.
 *
 * @param datasetDigest of the studies that the plan was made for
 * @param seed that it was drawn with
 * @param designs each with its folds
 * @param notHeldOut by site: why it stays in training always
 */
public record SplitPlan(
    String datasetDigest, long seed, List<PlannedDesign> designs, Map<String, String> notHeldOut) {

  /** The arm of the sites that no other arm touches. */
  public static final String NAMED_EXTERNAL = "named-external";

  private static final int SHOWN = 5;

  /** The value of a splits.json's schema key. */
  public static final String SCHEMA = "polarfold-splits/1";

  /**
   * A design and its folds.
   *
   * @param arm as {@code internal}
   * @param repeat 0 for the first draw, 1 for the next
   * @param folds in order; no patient is held out twice, which a {@link UserException} would tell
   */
  public record PlannedDesign(String arm, int repeat, List<Fold> folds) {

    public PlannedDesign {
      folds = List.copyOf(folds);
      requireOnce(arm, folds);
    }

    private static void requireOnce(String arm, List<Fold> folds) {
      Map<PatientId, String> first = new HashMap<>();
      List<String> twice = new ArrayList<>();
      for (Fold fold : folds) {
        for (PatientId patient : fold.heldOut()) {
          String before = first.putIfAbsent(patient, fold.name());
          if (before != null) {
            twice.add(patient + " by " + before + " and " + fold.name());
          }
        }
      }
      if (!twice.isEmpty()) {
        throw new UserException(
            "Invalid plan: of arm "
                + arm
                + " "
                + twice.size()
                + " held out twice: "
                + String.join(", ", twice.subList(0, Math.min(SHOWN, twice.size())))
                + (twice.size() > SHOWN ? ", ..." : "")
                + " (expected each patient in one fold)");
      }
    }

    /** A design that is drawn once. */
    public PlannedDesign(String arm, List<Fold> folds) {
      this(arm, 0, folds);
    }

    /** As another draw of it. */
    PlannedDesign asRepeat(int number) {
      return new PlannedDesign(arm, number, folds);
    }

    /** With these patients set aside in every fold that does not hold them out. */
    PlannedDesign settingAside(List<PatientId> patients) {
      return new PlannedDesign(
          arm, repeat, folds.stream().map(fold -> fold.settingAside(patients)).toList());
    }
  }

  public SplitPlan {
    designs = List.copyOf(designs);
    notHeldOut = java.util.Collections.unmodifiableMap(new TreeMap<>(notHeldOut));
  }

  /** Draws the plan of some designs. */
  public static SplitPlan draw(
      String datasetDigest, Enrolment enrolment, List<ValidationDesign> designs) {
    return new SplitPlan(
        datasetDigest,
        enrolment.seeds().root(),
        designs.stream()
            .flatMap(design -> design.planned(enrolment).stream())
            .map(design -> design.settingAside(enrolment.untouched()))
            .toList(),
        LeaveOneSiteOut.notHeldOut(enrolment).entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().value(), Map.Entry::getValue)));
  }

  /** Everybody whom any design holds out, sorted: the plan's patients. */
  public List<PatientId> patients() {
    return heldOut(design -> true);
  }

  /** The plan's patients but those whom development must not touch. */
  public List<PatientId> development() {
    return heldOut(design -> !design.arm().equals(NAMED_EXTERNAL));
  }

  /** Whether it judges the named external sites. */
  public boolean looksAtNamedExternal() {
    return designs.stream().anyMatch(design -> design.arm().equals(NAMED_EXTERNAL));
  }

  private List<PatientId> heldOut(Predicate<PlannedDesign> of) {
    return designs.stream()
        .filter(of)
        .flatMap(design -> design.folds().stream())
        .flatMap(fold -> fold.heldOut().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Digest of everything that decides who is held out and who trains. */
  public String digest() {
    Digest digest = Digest.sha256().add(datasetDigest).add(Long.toString(seed));
    for (PlannedDesign design : designs) {
      digest.add(design.arm());
      if (design.repeat() > 0) {
        digest.add("repeat " + design.repeat());
      }
      for (Fold fold : design.folds()) {
        digest.add(fold.name());
        digest.add(Integer.toString(fold.heldOut().size()));
        fold.heldOut().stream().map(PatientId::value).forEach(digest::add);
        if (!fold.setAside().isEmpty()) {
          // No fold can have this name, so that nothing else reads the same.
          digest.add("set aside");
          digest.add(Integer.toString(fold.setAside().size()));
          fold.setAside().stream().map(PatientId::value).forEach(digest::add);
        }
      }
    }
    return digest.hex();
  }
}
