package org.polarfold.ingest;

import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;

/**
 * DICOM files: nuclear medicine, PET, parametric maps and secondary captures, uncompressed or RLE.
 * A file holds the map of one state, or of all states in frames of their own.
 *
 * @param files which there are
 * @param patientFrom what names the patient
 * @param unit of rest and stress; a header that states another one is refused
 * @param telling what tells the state
 * @param geometry how the map lies in a frame
 */
record DicomMaps(
    StudyFiles files,
    PatientFrom patientFrom,
    MapUnit unit,
    DicomStates telling,
    DicomGeometry geometry)
    implements MapLayout {

  /** What names the patient. */
  enum PatientFrom {
    /** PatientID (0010,0020). */
    HEADER,
    /** The file's name, or the index table. */
    NAME
  }

  static DicomMaps of(Settings maps, ExportFolder folder) {
    MapUnit unit = MapUnit.of(maps);
    DicomStates states = DicomStates.of(maps, unit.quantity());
    PatientFrom from = maps.choice("patient-from", PatientFrom.class);
    StudyFiles files = StudyFiles.of(maps, folder, states.named());
    boolean named = !(files instanceof PatternedFiles p) || p.pattern().namesPatient();
    if (named != (from == PatientFrom.NAME)) {
      throw maps.invalid(
          "patient-from",
          named
              ? "name, where files has {patient} or there is an index"
              : "header, or {patient} in files");
    }
    return new DicomMaps(files, from, unit, states, DicomGeometry.of(maps, states.states()));
  }

  @Override
  public String format() {
    return "dicom";
  }

  @Override
  public Quantity quantity() {
    return unit.quantity();
  }

  @Override
  public Set<MapKind> states() {
    return telling.states();
  }

  @Override
  public SiteExportReader open() {
    return files.reader(SentDicom::new);
  }

  private final class SentDicom implements SentMaps {

    private final StudyFile file;
    private final DicomFile content;

    SentDicom(StudyFile file) {
      this.file = file;
      this.content = new DicomFile(file);
    }

    @Override
    public RecordPlace place() {
      return file.place();
    }

    @Override
    public String identifier() throws RecordFlaw {
      return patientFrom == PatientFrom.HEADER
          ? content.read(DicomHeader::patientId)
          : file.identifier().orElseThrow();
    }

    @Override
    public Set<MapKind> kinds() throws RecordFlaw {
      return telling.kinds(file, content);
    }

    @Override
    public SentMap map(MapKind kind) throws RecordFlaw {
      return content.read(header -> map(DicomImage.of(header), kind));
    }

    private SentMap map(DicomImage image, MapKind kind) throws RecordFlaw {
      if (image.columns() != geometry.columns() || image.rows() != geometry.rows()) {
        throw new RecordFlaw(
            RejectionReason.WRONG_SHAPE,
            "the image: expected "
                + geometry.columns()
                + " x "
                + geometry.rows()
                + " pixels, as site.conf says");
      }
      if (image.samples() != geometry.samples()) {
        throw new RecordFlaw(
            RejectionReason.UNSUPPORTED_ENCODING,
            geometry.samples() == 1
                ? "the image: expected values, or in site.conf the colours that stand for them"
                : "the image: expected colours, since site.conf says what they stand for");
      }
      return geometry.map(image, telling.frame(kind, image.frames()), unit, kind);
    }
  }
}
