package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polarfold.experiment.Settings;

/** Reads who reads a site's maps ({@code readers}) and who is sent on ({@code referral}). */
final class PracticeSettings {

  private static final double LEAST = 0.0001;
  private static final double STRONGEST = 5;

  private PracticeSettings() {}

  static Practice read(Settings site) {
    return new Practice(
        site.optionalBlock("readers").map(PracticeSettings::readers).orElse(List.of()),
        referral(site.optionalBlock("referral")));
  }

  private static List<Reader> readers(Settings block) {
    List<Reader> readers = new ArrayList<>();
    for (String name : block.keys()) {
      Settings reader = block.block(name);
      if (!name.matches("[a-z0-9-]+")) {
        throw block.invalid(name, "a name of a-z, 0-9 and -");
      }
      readers.add(
          new Reader(name, reader.real("sensitivity", 0, 1), reader.real("specificity", 0, 1)));
    }
    return readers;
  }

  private static Referral referral(Optional<Settings> block) {
    Referral usual = Referral.REFERENCE;
    if (block.isEmpty()) {
      return usual;
    }
    Settings referral = block.get();
    Map<Race, Double> races = new EnumMap<>(Race.class);
    Optional<Settings> own = referral.optionalBlock("races");
    for (Race race : Race.values()) {
      double before = usual.races().getOrDefault(race, 0.0);
      races.put(
          race, own.isEmpty() ? before : own.get().real(race.key(), -STRONGEST, STRONGEST, before));
    }
    return new Referral(
        referral.real("normal", LEAST, 1 - LEAST, usual.normal()),
        referral.real("abnormal", LEAST, 1 - LEAST, usual.abnormal()),
        referral.real("women", -STRONGEST, STRONGEST, usual.women()),
        races);
  }
}
