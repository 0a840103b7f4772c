package org.polarfold.validate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.UserException;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.experiment.SiteHarmonisation.Method;
import org.polarfold.experiment.SiteHarmonisation.Unseen;
import org.polarfold.store.CellStudies;
import org.polarfold.store.HeldOutStudies;
import org.polarfold.store.UnlabelledStudies;
import org.polarfold.train.Harmoniser;

/** The studies of a cell, made alike over sites where the experiment asks for it. */
final class Alike {

  private static final String EXTERNAL = "external";
  private static final String ADAPTED = "external-adapted";

  /** What cell.json says. */
  record Facts(String method, String reference, Map<String, Integer> adaptedTo) {}

  private final CellStudies asMeasured;
  private final CellStudies studies;
  private final Map<String, HeldOutStudies> heldOut;
  private final Optional<Facts> facts;

  private Alike(
      CellStudies asMeasured,
      CellStudies studies,
      Map<String, HeldOutStudies> heldOut,
      Optional<Facts> facts) {
    this.asMeasured = asMeasured;
    this.studies = studies;
    this.heldOut = heldOut;
    this.facts = facts;
  }

  /**
   * Makes a cell's studies alike.
   *
   * @throws UserException where that cannot be
   */
  static Alike of(Validation validation, FoldOfMap fold, CellStudies asMeasured) {
    SiteHarmonisation settings = validation.experiment().harmonisation();
    if (settings.method() == Method.NONE) {
      return new Alike(
          asMeasured, asMeasured, Map.of(fold.arm(), asMeasured.heldOut()), Optional.empty());
    }
    String method = settings.method().name().toLowerCase(Locale.ROOT);
    if (validation.backbone().unfrozen().isPresent()) {
      throw new UserException(
          "Invalid value of harmonisation.method: "
              + method
              + " (expected none where not all of the pretrained network is frozen)");
    }
    Harmoniser harmoniser = Harmoniser.fit(asMeasured.training(), settings);
    CellStudies studies = asMeasured.changed(harmoniser);
    Map<String, HeldOutStudies> heldOut = new LinkedHashMap<>();
    heldOut.put(fold.arm(), studies.heldOut());
    SortedMap<String, Integer> adaptedTo = new TreeMap<>();
    if (settings.unseen() instanceof Unseen.Adapted adapted && fold.arm().equals(EXTERNAL)) {
      UnlabelledStudies some =
          asMeasured.unlabelled(adapted.patients(), fold.seeds(validation.experiment()));
      some.bySite().forEach((site, patients) -> adaptedTo.put(site, patients.size()));
      heldOut.put(ADAPTED, asMeasured.heldOut(harmoniser.adaptedTo(some)));
    }
    return new Alike(
        asMeasured,
        studies,
        heldOut,
        Optional.of(new Facts(method, harmoniser.reference(), adaptedTo)));
  }

  /** The studies to learn from and to be judged on, those of unseen sites as they are. */
  CellStudies studies() {
    return studies;
  }

  /** The studies to be judged on, by the arm that tells of it. */
  Map<String, HeldOutStudies> heldOut() {
    return Collections.unmodifiableMap(heldOut);
  }

  /** What was done, where something was. */
  Optional<Facts> describe() {
    return facts;
  }

  /** Frees the memory that training studies take. */
  void release() {
    studies.release();
    asMeasured.release();
  }
}
