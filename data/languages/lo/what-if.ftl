what-if-intro = ປ່ຽນສູນບໍລິການ, ພື້ນທີ່ອັນຕະລາຍ ຫຼື ຖະໜົນ ແລ້ວເບິ່ງທັນທີວ່າໃຜຈະເຂົ້າເຖິງການດູແລ. ບໍ່ມີຫຍັງຖືກເກັບໄວ້ໃນເຊີບເວີ: ທີ່ຢູ່ຂອງໜ້ານີ້ເກັບການປ່ຽນແປງຂອງທ່ານໄວ້.
what-if-needs-script = ເພື່ອລອງການປ່ຽນແປງ ໜ້ານີ້ຕ້ອງການ JavaScript.
what-if-only-base = ການລອງຈະປ່ຽນປະເທດຕາມທີ່ເປັນຢູ່. ຕອນນີ້ກຳລັງສະແດງສະຖານະການອື່ນຂອງການສຶກສາ.
what-if-show-base = ສະແດງປະເທດຕາມທີ່ເປັນຢູ່
what-if-form = ການປ່ຽນແປງ
what-if-kind = ທ່ານຕ້ອງການປ່ຽນຫຍັງ?
what-if-choose = ເລືອກ
what-if-add-centre = ເພີ່ມສູນບໍລິການ
what-if-move-centre = ຍ້າຍສູນບໍລິການ
what-if-upgrade-centre = ເພີ່ມບໍລິການໃຫ້ສູນ
what-if-close-centre = ປິດສູນບໍລິການ
what-if-release-hazard = ປົດປ່ອຍພື້ນທີ່ອັນຕະລາຍຫຼັງການເກັບກູ້
what-if-open-road = ເປີດຖະໜົນທີ່ປິດ ຫຼື ຂາດ
what-if-upgrade-road = ເຮັດໃຫ້ຖະໜົນໄວຂຶ້ນ
what-if-field-name = ຊື່ສູນໃໝ່
what-if-new-centre = ສູນໃໝ່ { $number }
what-if-field-centre = ສູນບໍລິການ
what-if-field-hazard = ພື້ນທີ່ອັນຕະລາຍທີ່ບັນທຶກໄວ້
what-if-field-road = ລະຫັດຖະໜົນ
what-if-field-road-hint = ເລກຖ້ວນຕາມແຫຼ່ງຂໍ້ມູນຖະໜົນ.
what-if-field-speed = ຄວາມໄວຂອງພາຫະນະ, ກມ/ຊມ
what-if-field-services = ບໍລິການ
what-if-field-place = ບ່ອນ
what-if-field-lon = ເສັ້ນແວງ, ອົງສາຕາເວັນອອກ
what-if-field-lat = ເສັ້ນຂະໜານ, ອົງສາເໜືອ
what-if-pick = ເລືອກໃນແຜນທີ່
what-if-take-place = ໃຊ້ບ່ອນທີ່ສະແດງຢູ່
what-if-picking-place = ກົດບ່ອນນັ້ນໃນແຜນທີ່ ຫຼື ໄປດ້ວຍປຸ່ມລູກສອນແລ້ວກົດ Enter. Esc ເພື່ອອອກ.
what-if-picking-road = ກົດຖະໜົນໃນແຜນທີ່ ຫຼື ໄປດ້ວຍປຸ່ມລູກສອນແລ້ວກົດ Enter. Esc ເພື່ອອອກ.
what-if-picking-hazard = ກົດພື້ນທີ່ອັນຕະລາຍໃນແຜນທີ່ ຫຼື ໄປດ້ວຍປຸ່ມລູກສອນແລ້ວກົດ Enter. Esc ເພື່ອອອກ.
what-if-picked-place = ບ່ອນທີ່ເລືອກ: { $place }
what-if-picked-road = ຖະໜົນ { $road } ({ $class })
what-if-picked-none = ບໍ່ໄດ້ເລືອກຫຍັງ.
what-if-no-map = ບໍ່ມີແຜນທີ່ໃຫ້ເລືອກ; ກະລຸນາພິມແທນ.
what-if-hazard-ranked = { $hazard } (ອັນດັບ { $rank } ໃນລຳດັບການເກັບກູ້)
what-if-hazards-more = ລາຍການມີສະເພາະເຂດທຳອິດ; ທີ່ບໍ່ມີໃນລາຍການ: { $told }. ເລືອກໃນແຜນທີ່.
what-if-add = ລອງການປ່ຽນແປງນີ້
what-if-save = ບັນທຶກການປ່ຽນແປງນີ້
what-if-cancel = ຍົກເລີກ
what-if-fault-kind = ບໍ່ຮູ້ຈັກການປ່ຽນແປງປະເພດນີ້ ຫຼື ລາຍການເຕັມແລ້ວ: ບໍ່ເກີນ { $most } ການປ່ຽນແປງ.
what-if-fault-name = ຕັ້ງຊື່ສູນ ບໍ່ເກີນ 200 ຕົວອັກສອນ.
what-if-fault-place = ໃສ່ເສັ້ນແວງ −180 ຫາ 180 ແລະ ເສັ້ນຂະໜານ −90 ຫາ 90 ຫຼື ເລືອກບ່ອນ.
what-if-fault-services = ເລືອກຢ່າງໜ້ອຍໜຶ່ງບໍລິການ.
what-if-fault-centre = ເລືອກສູນບໍລິການ.
what-if-fault-hazard = ເລືອກພື້ນທີ່ອັນຕະລາຍ.
what-if-fault-road = ໃສ່ລະຫັດຖະໜົນ ເຊິ່ງເປັນເລກຖ້ວນ ຫຼື ເລືອກຖະໜົນ.
what-if-fault-speed = ໃສ່ຄວາມໄວຫຼາຍກວ່າ 0 ແລະ ບໍ່ເກີນ 300 ກມ/ຊມ.
what-if-fault-twice = ລາຍການປ່ຽນສິ່ງນີ້ແລ້ວ. ແກ້ການປ່ຽນແປງນັ້ນ ຫຼື ເລືອກອັນອື່ນ.
what-if-fault-most = ລາຍການເຕັມແລ້ວ: ບໍ່ເກີນ { $most } ການປ່ຽນແປງ. ເອົາອອກໜຶ່ງອັນກ່ອນ.
what-if-list = ການປ່ຽນແປງ
what-if-nothing = ຍັງບໍ່ໄດ້ປ່ຽນຫຍັງ.
what-if-said-add = ເພີ່ມ: { $name } ທີ່ { $place }: { $services }
what-if-said-move = ສູນ { $name } ຍ້າຍໄປ { $place }
what-if-said-upgrade = ສູນ { $name } ໃຫ້ບໍລິການເພີ່ມ: { $services }
what-if-said-close = ສູນ { $name } ປິດແລ້ວ
what-if-said-release = ພື້ນທີ່ອັນຕະລາຍ { $hazard } ປົດປ່ອຍແລ້ວ
what-if-said-open = ຖະໜົນ { $road } ເປີດແລ້ວ
what-if-said-faster = ຖະໜົນ { $road } ຄວາມໄວ { $speed } ກມ/ຊມ
what-if-said-unknown = ການປ່ຽນແປງທີ່ອ່ານບໍ່ໄດ້
what-if-left-out = ການປ່ຽນແປງນີ້ເຮັດບໍ່ໄດ້ ແລະ ບໍ່ໄດ້ນຳມາຄິດໄລ່:
what-if-some-left-out = ການປ່ຽນແປງທີ່ເຮັດບໍ່ໄດ້ ແລະ ບໍ່ໄດ້ນຳມາຄິດໄລ່: { $changes }. ລາຍການບອກເຫດຜົນ.
what-if-some-unknown = ການປ່ຽນແປງໃນລິ້ງທີ່ອ່ານບໍ່ໄດ້: { $changes }. ອັນອື່ນຍັງຢູ່.
what-if-opened = ລິ້ງນີ້ມີການປ່ຽນແປງ: { $changes }. ກຳລັງຄິດໄລ່ຄຳຕອບ.
what-if-edit = ແກ້ໄຂ
what-if-edit-of = ແກ້ໄຂ: { $change }
what-if-remove = ເອົາອອກ
what-if-remove-of = ເອົາອອກ: { $change }
what-if-undo = ຍ້ອນກັບ
what-if-redo = ເຮັດຄືນ
what-if-clear = ເອົາອອກທັງໝົດ
what-if-undone = ຍ້ອນກັບແລ້ວ.
what-if-redone = ເຮັດຄືນແລ້ວ.
what-if-working = ກຳລັງຄິດໄລ່, { $seconds } ວິນາທີ. ຄຳຕອບທຳອິດຂອງເຊີບເວີໃຊ້ເວລາເຖິງໜຶ່ງນາທີ.
what-if-give-up = ເຊົາ
what-if-gave-up = ເຊົາແລ້ວ. ການປ່ຽນແປງຂອງທ່ານຍັງຢູ່ໃນລາຍການ.
what-if-again = ລອງໃໝ່
what-if-stays = ການປ່ຽນແປງຂອງທ່ານຍັງຢູ່ໃນລາຍການ.
what-if-busy = { $time ->
    [short] ເຊີບເວີມີວຽກຫຼາຍເກີນໄປ. ລອງໃໝ່ໃນອີກ { $seconds } ວິນາທີ.
   *[long] ເຊີບເວີມີວຽກຫຼາຍເກີນໄປ. ລອງໃໝ່ໃນອີກ { $minutes } ນາທີ.
}
what-if-when = ສະແດງໃນແຜນທີ່
what-if-when-before = ກ່ອນ
what-if-when-after = ຫຼັງ
what-if-when-difference = ຄວາມແຕກຕ່າງ
what-if-more = { $n ->
   *[other] ອີກ { $more } ຄົນເຂົ້າເຖິງ { $service } ພາຍໃນ { $time }: ກ່ອນ { $before } ({ $before_share }), ຫຼັງ { $after } ({ $after_share }) ຈາກ { $people } ຄົນ.
}
what-if-fewer = { $n ->
   *[other] ຫຼຸດລົງ { $more } ຄົນທີ່ເຂົ້າເຖິງ { $service } ພາຍໃນ { $time }: ກ່ອນ { $before } ({ $before_share }), ຫຼັງ { $after } ({ $after_share }) ຈາກ { $people } ຄົນ.
}
what-if-same = ຈຳນວນຄົນທີ່ເຂົ້າເຖິງ { $service } ພາຍໃນ { $time } ເທົ່າເດີມ: { $after } ({ $after_share }) ຈາກ { $people }.
what-if-nobody-lives = ຕາມຂໍ້ມູນປະຊາກອນ ບໍ່ມີໃຜອາໄສຢູ່ທີ່ນີ້ ຈຶ່ງບໍ່ມີໃຜໄດ້ປະໂຫຍດ.
what-if-reconnected = { $n ->
   *[other] { $people } ຄົນທີ່ບໍ່ເຄີຍມີທາງໄປ ຈະມີທາງໄປ.
}
what-if-quicker = { $n ->
   *[other] { $people } ຄົນໄປເຖິງໄວຂຶ້ນ ສະເລ່ຍ { $minutes } (ປະຢັດ { $total } ຄົນ-ນາທີ ຕໍ່ຖ້ຽວ).
}
what-if-nobody-gains = ບໍ່ມີໃຜໄດ້ປະໂຫຍດຈາກການປ່ຽນແປງນີ້.
what-if-losing = { $n ->
   *[other] { $people } ຄົນໃຊ້ເວລາດົນກວ່າເກົ່າ.
}
what-if-cut-off = { $n ->
   *[other] { $people } ຄົນເສຍທາງໄປທີ່ເຄີຍມີ.
}
what-if-nobody-loses = ບໍ່ມີໃຜເສຍປະໂຫຍດ.
what-if-areas = ໃຜໄດ້ປະໂຫຍດ ຕາມເຂດ
what-if-no-areas = ບໍ່ມີໃຜໄດ້ ຫຼື ເສຍປະໂຫຍດໃນເຂດໃດ.
what-if-all-areas = ສະແດງທຸກເຂດ ({ $areas })
what-if-outside = ນອກທຸກເຂດ
what-if-column-area = ເຂດ
what-if-column-more = ຄົນເພີ່ມພາຍໃນ { $time }
what-if-column-quicker = ຄົນທີ່ໄປເຖິງໄວຂຶ້ນ
what-if-column-reconnected = ຄົນທີ່ໄດ້ທາງໄປ
what-if-column-worse = ຄົນທີ່ເສຍປະໂຫຍດ
what-if-scenario = ດາວໂຫຼດເປັນສະຖານະການສຳລັບການສຶກສາ
what-if-scenario-hint = ໄຟລ໌ zip ມີສະຖານະການສຳລັບໄຟລ໌ການສຶກສາ, ຊັ້ນຂໍ້ມູນສູນໃໝ່ ແລະ ບັນທຶກທີ່ບອກວິທີໃຊ້.
what-if-scenario-again = ເຊີເວີລືມຄຳຕອບແລ້ວ; ກຳລັງຄິດໄລ່ໃໝ່. ຈາກນັ້ນດາວໂຫຼດອີກຄັ້ງ.
what-if-too-wide = ການປ່ຽນແປງນີ້ກວ້າງເກີນກວ່າຈະຕອບທັນທີ. ວຽກງານສາມາດຄິດໄລ່ໃຫ້ໃນບໍ່ເທົ່າໃດນາທີ.
what-if-as-job = ຄິດໄລ່ເປັນວຽກງານ
what-if-job-asking = ກຳລັງຂໍວຽກງານ.
what-if-job-forbidden = ຜູ້ອ່ານທີ່ບໍ່ມີກະແຈ ຂໍວຽກງານບໍ່ໄດ້ທີ່ນີ້. ປ່ຽນໜ້ອຍລົງຕໍ່ຄັ້ງ ຫຼື ຂໍກະແຈຈາກຜູ້ດູແລເຊີບເວີ.
what-if-job-waiting = ວຽກງານລໍຖ້າຮອດຄິວ ({ $share }).
what-if-job-running = ວຽກງານກຳລັງດຳເນີນ: ແລ້ວ { $share }.
what-if-job-cancel = ຍົກເລີກວຽກງານ
what-if-job-cancelled = ວຽກງານຖືກຍົກເລີກແລ້ວ. ການປ່ຽນແປງຂອງທ່ານຍັງຢູ່ໃນລາຍການ.
what-if-job-failed = ວຽກງານລົ້ມເຫຼວ. ປ່ຽນໜ້ອຍລົງຕໍ່ຄັ້ງ ຫຼື ແຈ້ງຜູ້ດູແລເຊີບເວີ.
what-if-job-gone = ເຊີບເວີບໍ່ຮູ້ຈັກວຽກງານນີ້ແລ້ວ. ຂໍໃໝ່ອີກຄັ້ງ.
what-if-job-lost = ເຊີບເວີບໍ່ຕອບ. ວຽກງານອາດຍັງດຳເນີນຢູ່; ເບິ່ງໃໝ່ອີກບຶດໜຶ່ງ.
what-if-job-done = ວຽກງານສຳເລັດແລ້ວ.
what-if-job-link = ຜົນທັງໝົດເປັນ JSON
what-if-job-sentence = ພາຍໃນ { $time } ຈາກ { $service }: ເພີ່ມ { $came } ຄົນ, ຫຼຸດ { $went } ຄົນ.
