package org.polarfold.ingest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM file that is opened for each question, so that none stays open, and refused where it has
 * changed between two.
 */
final class DicomFile {

  private final StudyFile file;
  private DicomBytes.@Nullable Stamp stamp;

  DicomFile(StudyFile file) {
    this.file = file;
  }

  /** A question to a file. */
  @FunctionalInterface
  interface Question<T> {
    T of(DicomHeader header) throws RecordFlaw;
  }

  /** The answer; it must not need the file any more. */
  <T> T read(Question<T> question) throws RecordFlaw {
    try (DicomBytes bytes = DicomBytes.open(file.path())) {
      DicomBytes.Stamp before = stamp == null ? bytes.stamp() : stamp;
      stamp = before;
      T answer = question.of(DicomHeader.of(bytes));
      bytes.checkUnchanged(before);
      return answer;
    } catch (IOException e) {
      throw DicomBytes.unreadable("a readable file");
    }
  }
}
