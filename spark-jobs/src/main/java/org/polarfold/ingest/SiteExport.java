package org.polarfold.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polarfold.study.Acquisition;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * What a site's {@code site.conf} says of its files, wholly checked ({@code docs/site-export.md}).
 *
 * @param site its name
 * @param origin whether patients or a simulation stand behind it
 * @param identity what the patient columns hold
 * @param maps the table of maps
 * @param patients the patient table
 * @param acquisition how the site acquires
 */
public record SiteExport(
    SiteId site,
    Origin origin,
    Identity identity,
    Maps maps,
    Patients patients,
    Acquisition acquisition) {

  /** Where the studies come from. */
  public enum Origin {
    CLINICAL,
    SIMULATED
  }

  /** What names a patient. */
  public enum Identity {
    /** The hospital's own identifier, to be replaced. */
    IDENTIFIER,
    /** A pseudonym already. */
    PSEUDONYM
  }

  /** The unit of flow in a site's files. */
  public enum FlowUnit {
    ML_MIN_G("mL/min/g", 1),
    ML_MIN_100G("mL/min/100g", 100);

    private final String written;
    private final double per;

    FlowUnit(String written, double per) {
      this.written = written;
      this.per = per;
    }

    /** As it stands in site.conf. */
    public String written() {
      return written;
    }

    /** A value of this unit in mL/min/g. */
    public double toMlMinG(double value) {
      return value / per;
    }
  }

  /**
   * A delimited text file.
   *
   * @param path the file, inside the site's folder
   * @param name folder of the site and file, as it is shown
   * @param charset name of the character set
   * @param delimiter between cells
   * @param decimal {@code .} or {@code ,}
   * @param missing what stands for no value
   * @param patient the column that names the patient
   */
  public record TableFile(
      Path path,
      String name,
      String charset,
      char delimiter,
      char decimal,
      List<String> missing,
      String patient) {}

  /**
   * The table of maps.
   *
   * @param table the file
   * @param unit of every flow in it
   * @param layout how a map stands in its columns
   */
  public record Maps(TableFile table, FlowUnit unit, Layout layout) {}

  /** How maps stand in columns. */
  public sealed interface Layout {

    /**
     * One row a patient and state.
     *
     * @param stateColumn the column that tells rest from stress
     * @param rest what it holds at rest
     * @param stress what it holds under stress
     * @param values what the columns of values begin with; 0, 1, ... follow
     * @param grid the site's grid
     */
    record Polar(String stateColumn, String rest, String stress, String values, PolarGrid grid)
        implements Layout {}

    /**
     * One row a patient, 17 values a state.
     *
     * @param rest what the columns of rest begin with; 1 to 17 follow
     * @param stress the same under stress
     */
    record Segments(String rest, String stress) implements Layout {}
  }

  /**
   * The patient table.
   *
   * @param table the file
   * @param ageYears the column of ages, if there is one
   * @param labels the column and words of each target that the site sends
   */
  public record Patients(
      TableFile table, Optional<String> ageYears, Map<Target, Vocabulary> labels) {}

  /**
   * The words of a label.
   *
   * @param column where it stands
   * @param positive what means 1
   * @param negative what means 0; shares no word with the former
   */
  public record Vocabulary(String column, List<String> positive, List<String> negative) {}
}
